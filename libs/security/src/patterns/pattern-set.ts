import { LiteralScan } from '../masking/literal-scan.js';
import type { Span } from '../masking/span.js';
import { PatternRule } from './pattern-rule.js';
import type { SecretPattern } from './secret-pattern.js';

interface Literal {
  readonly length: number;
  readonly rules: PatternRule[];
}

/** Rules that are looked for together: one pass over the text tells which of them are worth running, and where. */
export class PatternSet {
  readonly rules: readonly PatternRule[];
  readonly #always: readonly PatternRule[];
  readonly #literals: readonly Literal[];
  readonly #scan: LiteralScan;

  constructor(patterns: readonly SecretPattern[]) {
    this.rules = patterns.map((pattern) => new PatternRule(pattern));
    this.#always = this.rules.filter(({ literals }) => literals.length === 0);
    const literals = new Map<string, Literal>();
    for (const rule of this.rules) {
      for (const literal of new Set(rule.literals.map((text) => text.toLowerCase()))) {
        const known = literals.get(literal) ?? { length: literal.length, rules: [] };
        known.rules.push(rule);
        literals.set(literal, known);
      }
    }
    this.#literals = [...literals.values()];
    this.#scan = new LiteralScan([...literals.keys()]);
  }

  /** All matches of all rules, rule by rule. Those of different rules may overlap. */
  spans(text: string, found: (rule: PatternRule, span: Span) => void): void {
    for (const [rule, openings] of this.#candidates(text)) {
      const report = (span: Span): void => {
        found(rule, span);
      };
      if (rule.startsWithLiteral) rule.scanAt(text, openings.sort(ascending), report);
      else rule.scan(text, 0, text.length, report);
    }
  }

  /**
   * Looks for the literals of what a stream has brought.
   * @param from Where to begin, with the state in which the text before has been left.
   * @returns The state at the end.
   */
  literals(
    text: string,
    found: (rule: PatternRule, start: number) => void,
    from: number,
    state: number,
  ): number {
    return this.#scan.each(
      text,
      (literal, end) => {
        const { length, rules } = this.#literals[literal] ?? { length: 0, rules: [] };
        for (const rule of rules) found(rule, end - length);
      },
      from,
      state,
    );
  }

  /** How many characters at the end, in this state, may be how a literal begins. */
  pending(state: number): number {
    return this.#scan.pending(state);
  }

  #candidates(text: string): Map<PatternRule, number[]> {
    const candidates = new Map<PatternRule, number[]>(this.#always.map((rule) => [rule, []]));
    this.literals(
      text,
      (rule, start) => {
        const openings = candidates.get(rule);
        if (openings === undefined) candidates.set(rule, [start]);
        else openings.push(start);
      },
      0,
      0,
    );
    return candidates;
  }
}

function ascending(one: number, other: number): number {
  return one - other;
}
