import type { Clock } from '@hydrogenai/common';
import type { Candidate, LogicalModel } from '../candidates/candidate.js';
import { AnswerTimes } from './answer-times.js';
import { HedgeBudget } from './hedge-budget.js';
import { aiHedge, type HedgeFact } from './hedge.facts.js';
import { SHORTEST_HEDGE_MS, type ResolvedHedgeOptions } from './hedge.options.js';

/** Hedging of all logical models that hedge. */
export interface OpenedHedgings {
  /** By logical model. */
  readonly hedgings: ReadonlyMap<string, Hedging>;
  /** To be told of every attempt; `undefined` where no model goes by what is usual, and nothing has to be measured. */
  readonly times: AnswerTimes | undefined;
}

export function openHedgings(models: Iterable<LogicalModel>, clock: Clock): OpenedHedgings {
  const hedged = [...models].flatMap(({ name, hedge }) => (hedge ? [{ name, hedge }] : []));
  const times = hedged.some(({ hedge }) => hedge.afterMs === 'p95') ? new AnswerTimes(clock) : undefined;
  return { times, hedgings: new Map(hedged.map(({ name, hedge }) => [name, new Hedging(hedge, times)])) };
}

/** Hedging of one logical model. */
export class Hedging {
  readonly budget: HedgeBudget;

  constructor(
    private readonly options: ResolvedHedgeOptions,
    private readonly times: AnswerTimes | undefined,
  ) {
    this.budget = new HedgeBudget(options.ratio, options.burst);
  }

  /** How long a candidate may be silent before it gets company, in ms; `undefined` while that is not known. */
  delayFor({ id }: Candidate, expects: 'stream' | 'answer'): number | undefined {
    const { afterMs } = this.options;
    if (afterMs !== 'p95') return afterMs;
    const usualMs = this.times?.p95(id, expects);
    return usualMs === undefined ? undefined : Math.max(SHORTEST_HEDGE_MS, usualMs);
  }

  /** An attempt of a hedged request was ended after so many ms, because the other one was quicker. */
  outrun({ id }: Candidate, expects: 'stream' | 'answer', ms: number): void {
    this.times?.outrun(id, expects, ms);
  }

  tell(fact: HedgeFact): void {
    aiHedge.publish(() => fact);
  }
}
