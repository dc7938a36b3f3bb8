import { matching, oneOf, parseDuration, wholeNumber, type Duration } from '@hydrogenai/common';
import type { GcraRate } from '../gcra/gcra.policy.js';

/**
 * What happens to calls while the store does not answer in time.
 * - `insured`: a limiter of this process decides, with the limit divided by the number of instances.
 * - `open`: all calls are admitted.
 * - `closed`: all calls fail with `RateLimiterUnavailableError` (503), never with 429.
 */
export type OnStoreFailure = 'insured' | 'open' | 'closed';

/** A limit as its author writes it. */
export interface RateLimitDefinition {
  /** Tells limits apart in errors and metrics: 1 to 64 letters, digits and `_ . : / -`. */
  readonly name: string;
  /** Calls per period that are admitted in the long run: whole, 1 to 1,000,000,000. */
  readonly limit: number;
  /** The period: whole ms or a text such as `'1m'`; 50 ms to 30 days. */
  readonly per: Duration;
  /**
   * Calls that may come at once after a pause: whole, 1 to `limit`. Any stretch of time as long as the period admits at
   * most `limit + burst` calls. Default: `limit`.
   */
  readonly burst?: number;
  /** Default: `'insured'`. */
  readonly onStoreFailure?: OnStoreFailure;
  /** How long the store may take for a decision, in whole ms, 1 to 1,000. Default: 50. */
  readonly deadlineMs?: number;
}

/** A limit that has been checked. Only `defineRateLimit` makes one. */
export interface RateLimit extends GcraRate {
  readonly name: string;
  readonly onStoreFailure: OnStoreFailure;
  readonly deadlineMs: number;
}

const NAME = /^[\w.:/-]{1,64}$/;
const MOST_CALLS = 1_000_000_000;
const SHORTEST_PERIOD_MS = 50;
const LONGEST_PERIOD_MS = 30 * 24 * 60 * 60 * 1_000;
const DEFAULT_DEADLINE_MS = 50;
/** Equal to the command timeout of our own Redis client, which would cut longer ones short. */
export const LONGEST_DEADLINE_MS = 1_000;

/**
 * Checks a limit once, so that no call has to. A bucket belongs to the name, the numbers and the key: two limits of one
 * name and other numbers are two, and changing the numbers of a limit starts with full buckets.
 * @param label how errors call the fields: `@RateLimited` gives `@RateLimited limit`. Default: none.
 * @throws InvalidOptionError naming the field, the accepted range and the value received.
 */
export function defineRateLimit(definition: RateLimitDefinition, label?: string): RateLimit {
  const field = (name: string): string => (label === undefined ? name : `${label} ${name}`);
  const limit = wholeNumber(definition.limit, field('limit'), 1, MOST_CALLS);
  return Object.freeze({
    name: matching(definition.name, NAME, field('name'), 'a text of 1 to 64 letters, digits and _ . : / -'),
    limit,
    periodMs: parseDuration(definition.per, field('per'), {
      minMs: SHORTEST_PERIOD_MS,
      maxMs: LONGEST_PERIOD_MS,
    }),
    burst: wholeNumber(definition.burst ?? limit, field('burst'), 1, limit),
    onStoreFailure: oneOf(
      definition.onStoreFailure ?? 'insured',
      ['insured', 'open', 'closed'] as const,
      field('onStoreFailure'),
    ),
    deadlineMs: wholeNumber(
      definition.deadlineMs ?? DEFAULT_DEADLINE_MS,
      field('deadlineMs'),
      1,
      LONGEST_DEADLINE_MS,
    ),
  });
}
