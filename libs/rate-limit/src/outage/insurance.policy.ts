import type { GcraRate } from '../gcra/gcra.policy.js';

/**
 * The rate that one of `instances` processes may grant by itself while the shared store is away: its share, rounded
 * down, and at least one call. All together grant at most the limit, or one call each where there are more instances
 * than calls.
 *
 * The bucket is made deep enough for the call at hand: a call that the limit itself would admit is not refused for ever
 * by a share smaller than its cost. It is charged in full, so it waits until the share has earned it. What the limit itself
 * would never admit (only limits in shadow mode are asked) is not admitted here either.
 */
export function insuredRate(rate: GcraRate, instances: number, cost: number): GcraRate {
  return {
    limit: share(rate.limit, instances),
    periodMs: rate.periodMs,
    burst: Math.max(share(rate.burst, instances), Math.min(cost, rate.burst)),
  };
}

function share(calls: number, instances: number): number {
  return Math.max(1, Math.floor(calls / instances));
}
