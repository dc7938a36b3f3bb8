import type { Span } from '../masking/span.js';
import { DEFAULT_MAX_LENGTH, LOOKBEHIND, type SecretPattern } from './secret-pattern.js';
import { WORD_BEGIN } from './word-begin.js';

const WORD_BEGINS = new RegExp(`${WORD_BEGIN}$`);

type Found = (span: Span) => void;

/** A pattern, ready to look for its matches in a text or in what a stream has brought so far. */
export class PatternRule {
  readonly id: string;
  readonly literals: readonly string[];
  readonly maxLength: number;
  /** Whether matches begin with one of the literals. */
  readonly startsWithLiteral: boolean;
  /** Identifies what the rule does, for digests. */
  readonly definition: string;
  readonly #pattern: SecretPattern;
  readonly #replacement: string;
  readonly #rank: number;
  readonly #expression: RegExp;
  readonly #rest: RegExp | undefined;
  readonly #member: ((text: string, index: number) => boolean) | undefined;

  constructor(pattern: SecretPattern) {
    const { id, prefilter = [], expression, starts, rest } = pattern;
    this.id = id;
    this.literals = typeof prefilter === 'string' ? [prefilter] : prefilter;
    this.maxLength = pattern.maxLength ?? DEFAULT_MAX_LENGTH;
    this.startsWithLiteral = starts !== undefined;
    this.#pattern = pattern;
    this.#replacement = pattern.replacement ?? `[redacted:${id}]`;
    this.#rank = pattern.confidence === 'medium' ? 2 : 1;
    const marks = expression.source.includes('(?<mark>') ? 'd' : '';
    const flags = expression.flags.replace(/[dgy]/g, '') + marks;
    this.#expression = new RegExp(expression.source, `${flags}${starts === undefined ? 'g' : 'y'}`);
    this.#rest = rest === undefined ? undefined : new RegExp(`[${rest}]*`, 'y');
    this.#member = pattern.characters === undefined ? undefined : membership(pattern.characters);
    this.definition = `${id} ${String(this.#expression)} ${rest ?? ''} ${this.#replacement}`;
  }

  /**
   * Calls `found` for the matches that begin from `from` up to and without `before`, one behind the other. For rules that do
   * not begin with a literal.
   * @returns Where to go on.
   */
  scan(text: string, from: number, before: number, found: Found): number {
    let position = from;
    while (position < before) {
      this.#expression.lastIndex = position;
      const match = this.#expression.exec(text);
      if (match === null || match.index >= before) return before;
      position = this.#take(text, match, found);
    }
    return position;
  }

  /** The same for rules that begin with a literal, whose places are known. */
  scanAt(text: string, openings: readonly number[], found: Found): void {
    let position = 0;
    for (const start of openings)
      if (start >= position) position = this.takeAt(text, start, true, found) ?? position;
  }

  /**
   * Takes the match that begins exactly at `start` with a literal.
   * @param isDecided False when more text may come: then only a match that cannot grow any more.
   * @returns Where to go on; nothing when there is no match.
   */
  takeAt(text: string, start: number, isDecided: boolean, found: Found): number | undefined {
    if (!isDecided && this.#pattern.closing === undefined) return undefined;
    if (this.#pattern.starts === 'word' && !wordBegins(text, start)) return undefined;
    this.#expression.lastIndex = start;
    const match = this.#expression.exec(text);
    if (match === null || (!isDecided && !this.#isClosed(match))) return undefined;
    return this.#take(text, match, found);
  }

  /** Where the characters end that belong to a match which ended at `start`. */
  restEnd(text: string, start: number): number {
    if (this.#rest === undefined) return start;
    this.#rest.lastIndex = start;
    return start + (this.#rest.exec(text)?.[0].length ?? 0);
  }

  /** Whether the character may be part of a match. */
  holds(text: string, index: number): boolean {
    return this.#member === undefined || this.#member(text, index);
  }

  #take(text: string, match: RegExpExecArray, found: Found): number {
    const end = match.index + Math.max(1, match[0].length);
    const [start, stop] = match.indices?.groups?.['mark'] ?? [match.index, end];
    if (!this.#accepts(text.slice(start, stop))) return match.index + 1;
    const grows = this.#rest !== undefined && stop === end && !this.#isClosed(match);
    const rest = grows ? this.restEnd(text, end) : end;
    found({ start, end: grows ? rest : stop, replacement: this.#replacement, rank: this.#rank, grows });
    return rest;
  }

  #isClosed(match: RegExpExecArray): boolean {
    return this.#pattern.closing !== undefined && match[0].endsWith(this.#pattern.closing);
  }

  /** What a check cannot judge is treated as a match. */
  #accepts(text: string): boolean {
    try {
      return this.#pattern.check?.(text) !== false;
    } catch {
      return true;
    }
  }
}

function wordBegins(text: string, index: number): boolean {
  if (index === 0 || !/[\w-]/.test(text.charAt(index - 1))) return true;
  return WORD_BEGINS.test(text.slice(Math.max(0, index - LOOKBEHIND), index));
}

/** Whether a code unit is of a class; those of ASCII are looked up. */
function membership(characters: string): (text: string, index: number) => boolean {
  const expression = new RegExp(`^[${characters}]$`);
  const ascii = Uint8Array.from({ length: 128 }, (_, code) =>
    expression.test(String.fromCharCode(code)) ? 1 : 0,
  );
  return (text, index) => {
    const code = text.charCodeAt(index);
    return code < 128 ? ascii[code] === 1 : expression.test(text.charAt(index));
  };
}
