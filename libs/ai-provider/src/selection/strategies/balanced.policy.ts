import type { Choice } from '../choice.js';

/**
 * The best product of price and time, each relative to the best of the others, and worse the more often it fails. Twice
 * the price at half the time is as good. An unknown price counts as the highest known one, an unknown time as the
 * shortest, so that it becomes known.
 */
export function byBalance<Chosen extends Choice>(choices: readonly Chosen[]): readonly Chosen[] {
  const costs = choices.flatMap(({ cost }) => cost ?? []);
  const times = choices.flatMap(({ latencyMs }) => latencyMs ?? []);
  const dearest = Math.max(1, ...costs);
  const quickest = Math.max(1, Math.min(...times, Number.MAX_SAFE_INTEGER));
  const score = ({ cost, latencyMs, failureShare }: Choice): number =>
    Math.max(1, cost ?? dearest) *
    (latencyMs === null ? quickest : Math.max(1, latencyMs)) *
    (1 + FAILURE_WEIGHT * failureShare);
  return choices.toSorted((left, right) => score(left) - score(right));
}

/** One that fails half of the time costs a second attempt and its wait: three times the price. */
const FAILURE_WEIGHT = 4;
