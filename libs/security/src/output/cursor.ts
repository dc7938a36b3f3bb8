import type { Span } from '../masking/span.js';
import type { PatternRule } from '../patterns/pattern-rule.js';

/** What one push has brought. */
export interface Progress {
  readonly text: string;
  /** True when nothing comes any more. */
  readonly isWhole: boolean;
  /** From here on the text may be how a literal begins. */
  readonly pendingFrom: number;
}

/** How far one rule has got in a stream. All positions are those of the text that is kept. */
export interface Cursor {
  /** A literal of the rule stands there. */
  open(start: number): void;
  /** Takes what can be decided. @returns Where the undecided begins. */
  advance(progress: Progress): number;
  /** The text has lost so many characters at its start. */
  drop(count: number): void;
}

/** The end of a match that goes on for as long as its characters come. */
export class OpenMatch {
  readonly #rule: PatternRule;
  readonly #found: (span: Span) => void;
  #isOpen = false;

  constructor(rule: PatternRule, found: (span: Span) => void) {
    this.#rule = rule;
    this.#found = found;
  }

  /** Reports a match, and remembers whether it reaches the end of the text. */
  report(text: string, span: Span): void {
    this.#isOpen = span.grows === true && span.end === text.length;
    this.#found(span);
  }

  /** What belongs to the last match, which ended at `next`. @returns Where to go on. */
  takeRest(text: string, next: number): number {
    if (!this.#isOpen) return next;
    const end = this.#rule.restEnd(text, next);
    // One character back, so that it is joined to the match.
    if (end > next) this.#found({ start: next - 1, end, replacement: '', rank: 3 });
    this.#isOpen = end === text.length;
    return end;
  }
}
