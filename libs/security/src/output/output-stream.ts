import { joinSpans, type Span } from '../masking/span.js';
import { LOOKBEHIND } from '../patterns/secret-pattern.js';
import { FindingCounts, type OutputFinding } from './finding-counts.js';
import type { OutputRules } from './output-rules.js';
import type { PatternRule } from '../patterns/pattern-rule.js';
import type { PatternSet } from '../patterns/pattern-set.js';
import type { Cursor, Progress } from './cursor.js';
import { LiteralCursor } from './literal.cursor.js';
import { RunCursor } from './run.cursor.js';

export const KNOWN_SECRET = 'known-secret';

/**
 * Filters a text that comes in pieces, cut anywhere. What is pushed and what `end()` gives is, joined, what the filter makes
 * of the whole text. Kept back is only what may still become a match: mostly the last word, and at most the longest match.
 */
export class OutputStream {
  readonly #rules: OutputRules;
  readonly #sets: readonly SetCursor[];
  readonly #counts = new FindingCounts();
  /** The end of what has been pushed, with what the rules may still look at. */
  #text = '';
  /** Half a character at the end of the last piece. */
  #half = '';
  #spans: Span[] = [];
  /** How far the text has been given out or replaced. */
  #out = 0;
  #knownNext = 0;
  #isEnded = false;

  constructor(rules: OutputRules) {
    this.#rules = rules;
    this.#sets = rules.sets.map(
      ({ kind, patterns }) =>
        new SetCursor(patterns, (rule, span) => {
          if (span.replacement !== '') this.#counts.add(kind, rule.id);
          this.#spans.push(span);
        }),
    );
  }

  get findings(): readonly OutputFinding[] {
    return this.#counts.list();
  }

  /** @returns What is decided by now; it may be empty. After `end()` nothing comes any more. */
  push(chunk: string): string {
    if (this.#isEnded) return '';
    const piece = this.#half + chunk;
    this.#half = endsInHalf(piece) ? piece.slice(-1) : '';
    if (piece.length === this.#half.length) return '';
    this.#text += this.#half === '' ? piece : piece.slice(0, -1);
    return this.#advance(false);
  }

  /** @returns What had been kept back. */
  end(): string {
    if (this.#isEnded) return '';
    this.#text += this.#half;
    this.#half = '';
    const rest = this.#advance(true);
    this.#isEnded = true;
    this.#text = '';
    return rest;
  }

  #advance(isWhole: boolean): string {
    const text = this.#text;
    let decided = this.#advanceKnown(text, isWhole);
    for (const set of this.#sets) decided = Math.min(decided, set.advance(text, isWhole));
    if (!isWhole && decided > 0 && isHigh(text, decided - 1)) decided -= 1;
    const result = this.#giveOut(text, decided);
    this.#drop(Math.min(decided, this.#out) - LOOKBEHIND);
    return result;
  }

  #advanceKnown(text: string, isWhole: boolean): number {
    const { known } = this.#rules;
    if (known === undefined) return text.length;
    const decided = isWhole ? text.length : known.undecidedFrom(text, this.#knownNext);
    for (const span of known.spans(text, this.#knownNext)) {
      if (span.start >= decided) continue;
      this.#counts.add('secret', KNOWN_SECRET);
      this.#spans.push(span);
    }
    this.#knownNext = decided;
    return decided;
  }

  #giveOut(text: string, decided: number): string {
    let result = '';
    const later: Span[] = [];
    const now: Span[] = [];
    for (const span of this.#spans) (span.start < decided ? now : later).push(span);
    for (const { start, end, replacement } of joinSpans(now)) {
      if (start >= this.#out) result += text.slice(this.#out, start) + replacement;
      this.#out = Math.max(this.#out, end);
    }
    this.#spans = later;
    if (this.#out >= decided) return result;
    result += text.slice(this.#out, decided);
    this.#out = decided;
    return result;
  }

  /** Forgets what no rule looks at any more. */
  #drop(count: number): void {
    if (count <= 0) return;
    const isInside = isHigh(this.#text, count - 1);
    const most = isInside ? count - 1 : count;
    this.#text = this.#text.slice(most);
    this.#out -= most;
    this.#knownNext -= most;
    this.#spans = this.#spans.map((span) => ({ ...span, start: span.start - most, end: span.end - most }));
    for (const set of this.#sets) set.drop(most);
  }
}

/** How far the rules of one set have got. */
class SetCursor {
  readonly #patterns: PatternSet;
  readonly #cursors: ReadonlyMap<PatternRule, Cursor>;
  #state = 0;
  #seen = 0;

  constructor(patterns: PatternSet, found: (rule: PatternRule, span: Span) => void) {
    this.#patterns = patterns;
    this.#cursors = new Map(
      patterns.rules.map((rule) => {
        const report = (span: Span): void => {
          found(rule, span);
        };
        return [rule, rule.startsWithLiteral ? new LiteralCursor(rule, report) : new RunCursor(rule, report)];
      }),
    );
  }

  advance(text: string, isWhole: boolean): number {
    this.#state = this.#patterns.literals(
      text,
      (rule, start) => {
        this.#cursors.get(rule)?.open(start);
      },
      this.#seen,
      this.#state,
    );
    this.#seen = text.length;
    const pendingFrom = text.length - this.#patterns.pending(this.#state);
    const progress: Progress = { text, isWhole, pendingFrom };
    let decided = text.length;
    for (const cursor of this.#cursors.values()) decided = Math.min(decided, cursor.advance(progress));
    return decided;
  }

  drop(count: number): void {
    this.#seen -= count;
    for (const cursor of this.#cursors.values()) cursor.drop(count);
  }
}

function isHigh(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800;
}

function endsInHalf(text: string): boolean {
  return text !== '' && isHigh(text, text.length - 1);
}
