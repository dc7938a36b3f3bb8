import type { Candidate } from '../candidates/candidate.js';
import type { AnswerTimes } from './answer-times.js';
import { HedgeBudget } from './hedge-budget.js';
import { aiHedge, type HedgeFact } from './hedge.facts.js';
import { SHORTEST_HEDGE_MS, type ResolvedHedgeOptions } from './hedge.options.js';

/** Hedging of one logical model. */
export class Hedging {
  readonly budget: HedgeBudget;

  constructor(
    private readonly options: ResolvedHedgeOptions,
    private readonly times: AnswerTimes,
  ) {
    this.budget = new HedgeBudget(options.ratio, options.burst);
  }

  /** How long a candidate may be silent before it gets company, in ms; `undefined` while that is not known. */
  delayFor({ id }: Candidate, expects: 'stream' | 'answer'): number | undefined {
    const { afterMs } = this.options;
    if (afterMs !== 'p95') return afterMs;
    const usualMs = this.times.p95(id, expects);
    return usualMs === undefined ? undefined : Math.max(SHORTEST_HEDGE_MS, usualMs);
  }

  tell(fact: HedgeFact): void {
    aiHedge.publish(() => fact);
  }
}
