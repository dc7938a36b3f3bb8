import type { Span } from '../masking/span.js';
import type { PatternRule } from '../patterns/pattern-rule.js';
import { OpenMatch, type Cursor, type Progress } from './cursor.js';

/** Of a rule that begins with a literal: there is nothing to do until one comes. */
export class LiteralCursor implements Cursor {
  readonly #rule: PatternRule;
  readonly #match: OpenMatch;
  #openings: number[] = [];
  #next = 0;
  /** So far, from the first opening on, there are only characters that a match may hold. */
  #heldTo = 0;

  constructor(rule: PatternRule, found: (span: Span) => void) {
    this.#rule = rule;
    this.#match = new OpenMatch(rule, found);
  }

  open(start: number): void {
    const last = this.#openings.at(-1);
    this.#openings.push(start);
    if (last !== undefined && last > start) this.#openings.sort((one, other) => one - other);
  }

  advance(progress: Progress): number {
    const { text, isWhole, pendingFrom } = progress;
    this.#next = this.#match.takeRest(text, this.#next);
    for (;;) {
      const start = this.#openings[0];
      if (start === undefined || (start >= pendingFrom && !isWhole)) break;
      const after = start < this.#next ? this.#next : this.#tryAt(progress, start);
      if (after === undefined) return (this.#next = start);
      this.#next = after;
      this.#openings.shift();
    }
    this.#next = Math.max(this.#next, isWhole ? text.length : pendingFrom);
    return this.#next;
  }

  drop(count: number): void {
    this.#next -= count;
    this.#heldTo -= count;
    this.#openings = this.#openings.map((start) => start - count);
  }

  /** @returns Where to go on; nothing while it cannot be decided. */
  #tryAt({ text, isWhole }: Progress, start: number): number | undefined {
    const isDecided = isWhole || text.length - start > this.#rule.maxLength || this.#ends(text, start);
    const after = this.#rule.takeAt(text, start, isDecided, (span) => {
      this.#match.report(text, span);
    });
    return after ?? (isDecided ? start + 1 : undefined);
  }

  /** Whether there is a character behind that no match holds. */
  #ends(text: string, start: number): boolean {
    this.#heldTo = Math.max(this.#heldTo, start);
    while (this.#heldTo < text.length && this.#rule.holds(text, this.#heldTo)) this.#heldTo += 1;
    return this.#heldTo < text.length;
  }
}
