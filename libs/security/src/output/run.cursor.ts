import type { Span } from '../masking/span.js';
import type { PatternRule } from '../patterns/pattern-rule.js';
import { OpenMatch, type Cursor, type Progress } from './cursor.js';

/** Of a rule that may match anywhere: undecided is the run of characters that the text ends with and a match may hold. */
export class RunCursor implements Cursor {
  readonly #rule: PatternRule;
  readonly #match: OpenMatch;
  #next = 0;
  #run = 0;
  #seen = 0;

  constructor(rule: PatternRule, found: (span: Span) => void) {
    this.#rule = rule;
    this.#match = new OpenMatch(rule, found);
  }

  open(): void {
    // The run begins before its literal.
  }

  advance({ text, isWhole }: Progress): number {
    this.#next = this.#match.takeRest(text, this.#next);
    this.#trackRun(text);
    const undecided = Math.max(this.#run, text.length - this.#rule.maxLength);
    this.#next = this.#rule.scan(text, this.#next, isWhole ? text.length : undecided, (span) => {
      this.#match.report(text, span);
    });
    return this.#next;
  }

  drop(count: number): void {
    this.#next -= count;
    this.#run -= count;
    this.#seen -= count;
  }

  #trackRun(text: string): void {
    for (let index = text.length - 1; index >= this.#seen; index--) {
      if (this.#rule.holds(text, index)) continue;
      this.#run = index + 1;
      break;
    }
    this.#seen = text.length;
  }
}
