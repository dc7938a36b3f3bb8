import type { Span } from '../masking/span.js';
import type { PatternRule } from '../patterns/pattern-rule.js';

/** How far one rule has got in a stream. All positions are those of the text that is kept. */
export class PatternCursor {
  readonly #rule: PatternRule;
  readonly #found: (span: Span) => void;
  /** Where the next match may begin; everything before is decided. */
  #next = 0;
  /** Where the run of characters begins that the text ends with and a match may hold. */
  #run = 0;
  #seen = 0;
  /** Whether the last match reached the end of the text, so that what comes may belong to it. */
  #isOpen = false;

  constructor(rule: PatternRule, found: (span: Span) => void) {
    this.#rule = rule;
    this.#found = found;
  }

  /** Takes what can be decided. @returns Where the undecided begins. */
  advance(text: string, isWhole: boolean): number {
    this.#takeRest(text);
    if (isWhole) return (this.#next = this.#rule.scan(text, this.#next, text.length, this.#report(text)));
    this.#trackRun(text);
    for (;;) {
      const undecided = this.#undecidedFrom(text);
      this.#next = this.#rule.scan(text, this.#next, undecided, this.#report(text));
      if (this.#next !== undecided || undecided === text.length) break;
      const after = this.#rule.takeClosed(text, undecided, this.#report(text));
      if (after === undecided) break;
      this.#next = after;
    }
    return this.#next;
  }

  /** The text has lost so many characters at its start. */
  drop(count: number): void {
    this.#next -= count;
    this.#run -= count;
    this.#seen -= count;
  }

  #report(text: string): (span: Span) => void {
    return (span) => {
      this.#isOpen = span.grows === true && span.end === text.length;
      this.#found(span);
    };
  }

  #takeRest(text: string): void {
    if (!this.#isOpen) return;
    const end = this.#rule.restEnd(text, this.#next);
    // One character back, so that it is joined to the match.
    if (end > this.#next) this.#found({ start: this.#next - 1, end, replacement: '', rank: 3 });
    this.#isOpen = end === text.length;
    this.#next = end;
  }

  #trackRun(text: string): void {
    for (let index = text.length - 1; index >= this.#seen; index--) {
      if (this.#rule.holds(text, index)) continue;
      this.#run = index + 1;
      break;
    }
    this.#seen = text.length;
  }

  #undecidedFrom(text: string): number {
    const earliest = Math.max(this.#next, this.#run, text.length - this.#rule.maxLength);
    return earliest >= text.length ? text.length : this.#rule.opensFrom(text, earliest);
  }
}
