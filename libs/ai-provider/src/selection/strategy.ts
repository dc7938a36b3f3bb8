import { byCost } from './strategies/cost.policy.js';
import { byBalance } from './strategies/balanced.policy.js';
import { byLatency } from './strategies/latency.policy.js';
import { byLoad } from './strategies/least-busy.policy.js';
import { byWeight } from './strategies/weighted.policy.js';
import type { Choice } from './choice.js';

/**
 * Who is asked first:
 * - `priority`: the order of the configuration.
 * - `cost`: the lowest estimated price of this request; an unknown price comes last.
 * - `latency`: of two at random, the one with the shorter time to the first token times its load.
 * - `balanced`: price, time and failures together.
 * - `weighted`: at random, in proportion to the weights.
 * - `leastBusy`: the fewest requests under way for its weight.
 */
export const STRATEGIES = ['priority', 'cost', 'latency', 'balanced', 'weighted', 'leastBusy'] as const;

export type Strategy = (typeof STRATEGIES)[number];

/**
 * Orders the models of a request, the first choice first. Pure: the same random numbers give the same order.
 * @param random from 0 to 1.
 */
export function orderBy<Chosen extends Choice>(
  strategy: Strategy,
  choices: readonly Chosen[],
  random: () => number,
): readonly Chosen[] {
  switch (strategy) {
    case 'priority':
      return choices;
    case 'cost':
      return byCost(choices);
    case 'latency':
      return byLatency(choices, random);
    case 'balanced':
      return byBalance(choices);
    case 'weighted':
      return byWeight(choices, random);
    case 'leastBusy':
      return byLoad(choices);
    default:
      return strategy satisfies never;
  }
}

/** Why the first one is first, in words. */
export function reasonOf(strategy: Strategy, model: string): string {
  switch (strategy) {
    case 'priority':
      return `first in the order of "${model}"`;
    case 'cost':
      return 'the cheapest for this request';
    case 'latency':
      return 'the quicker of two';
    case 'balanced':
      return 'the best of price, time and failures together';
    case 'weighted':
      return 'drawn by weight';
    case 'leastBusy':
      return 'the least busy';
    default:
      return strategy satisfies never;
  }
}
