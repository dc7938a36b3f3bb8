import {
  editDistance,
  InvalidOptionError,
  matching,
  oneOf,
  parseDuration,
  wholeNumber,
  type Duration,
} from '@hydrogenai/common';
import type { GcraRate } from '../gcra/gcra.policy.js';

/**
 * What happens to calls while the store does not answer in time.
 * - `insured`: a limiter of this process decides, with the limit divided by the number of instances.
 * - `open`: all calls are admitted.
 * - `closed`: all calls fail with `RateLimiterUnavailableError` (503), never with 429.
 */
export type OnStoreFailure = 'insured' | 'open' | 'closed';

/**
 * - `enforce`: a call too many is refused.
 * - `shadow`: every call goes on; what the limit would have done is only told (`rateLimitDecision`).
 */
export type RateLimitMode = 'enforce' | 'shadow';

/** A limit as its author writes it. */
export interface RateLimitDefinition {
  /** Tells limits apart in errors, headers and metrics: 1 to 64 letters, digits and `_ . : / -`. */
  readonly name: string;
  /** GCRA is the only one: smooth, exact, one number of state. Default: `'gcra'`. */
  readonly algorithm?: 'gcra';
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
  /** Default: `'enforce'`. */
  readonly mode?: RateLimitMode;
  /**
   * Share of `burst` in use above which a decision says `nearLimit`: 0.1 to 1. Default: 0.8, as in Envoy
   * (https://github.com/envoyproxy/ratelimit, NEAR_LIMIT_RATIO).
   */
  readonly nearLimitRatio?: number;
}

/** A limit that has been checked. Only `defineRateLimit` makes one. */
export interface RateLimit extends GcraRate {
  readonly name: string;
  /** Name and numbers in one text: what makes buckets of two limits different. */
  readonly id: string;
  readonly onStoreFailure: OnStoreFailure;
  readonly deadlineMs: number;
  readonly mode: RateLimitMode;
  readonly nearLimitRatio: number;
}

const NAME = /^[\w.:/-]{1,64}$/;
const MOST_CALLS = 1_000_000_000;
const SHORTEST_PERIOD_MS = 50;
const LONGEST_PERIOD_MS = 30 * 24 * 60 * 60 * 1_000;
const DEFAULT_DEADLINE_MS = 50;
/** Equal to the command timeout of our own Redis client, which would cut longer ones short. */
export const LONGEST_DEADLINE_MS = 1_000;
const DEFAULT_NEAR_LIMIT_RATIO = 0.8;
const LEAST_NEAR_LIMIT_RATIO = 0.1;
const LONGEST_QUOTED_FIELD = 40;

const FIELDS: readonly (keyof RateLimitDefinition)[] = [
  'name',
  'algorithm',
  'limit',
  'per',
  'burst',
  'onStoreFailure',
  'deadlineMs',
  'mode',
  'nearLimitRatio',
];

export interface DefinitionContext {
  /** How errors call the fields: `@RateLimited` gives `@RateLimited limit`. Default: the bare names. */
  readonly label?: string;
  /** Other fields that may stand beside those of the definition. Default: none. */
  readonly besides?: readonly string[];
}

/**
 * Checks a limit once, so that no call has to. A bucket belongs to the name, the numbers and the key: two limits of one
 * name and other numbers are two, and changing the numbers of a limit starts with full buckets.
 * @throws InvalidOptionError naming the field, the accepted range and the value received; also for a field that does not
 * exist, because a misspelt `burst` would be a limit that nobody wanted.
 */
export function defineRateLimit(
  definition: RateLimitDefinition,
  { label, besides = [] }: DefinitionContext = {},
): RateLimit {
  const field = (name: string): string => (label === undefined ? name : `${label} ${name}`);
  checkFields(definition, [...FIELDS, ...besides], field);
  const name = matching(
    definition.name,
    NAME,
    field('name'),
    'a text of 1 to 64 letters, digits and _ . : / -',
  );
  oneOf(definition.algorithm ?? 'gcra', ['gcra'], field('algorithm'));
  const limit = wholeNumber(definition.limit, field('limit'), 1, MOST_CALLS);
  const periodMs = parseDuration(definition.per, field('per'), {
    minMs: SHORTEST_PERIOD_MS,
    maxMs: LONGEST_PERIOD_MS,
  });
  const burst = wholeNumber(definition.burst ?? limit, field('burst'), 1, limit);
  return Object.freeze({
    name,
    id: JSON.stringify([name, limit, periodMs, burst]),
    limit,
    periodMs,
    burst,
    onStoreFailure: oneOf(
      definition.onStoreFailure ?? 'insured',
      ['insured', 'open', 'closed'],
      field('onStoreFailure'),
    ),
    deadlineMs: wholeNumber(
      definition.deadlineMs ?? DEFAULT_DEADLINE_MS,
      field('deadlineMs'),
      1,
      LONGEST_DEADLINE_MS,
    ),
    mode: oneOf(definition.mode ?? 'enforce', ['enforce', 'shadow'], field('mode')),
    nearLimitRatio: checkedRatio(
      definition.nearLimitRatio ?? DEFAULT_NEAR_LIMIT_RATIO,
      field('nearLimitRatio'),
    ),
  });
}

function checkFields(
  definition: unknown,
  known: readonly string[],
  field: (name: string) => string,
): asserts definition is object {
  if (typeof definition !== 'object' || definition === null) {
    throw new InvalidOptionError({
      field: field('limit'),
      accepted: 'an object such as { name, limit, per }',
      received: definition,
    });
  }
  const unknown = Object.keys(definition).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = known.toSorted((one, other) => editDistance(unknown, one) - editDistance(unknown, other));
  throw new InvalidOptionError({
    field: field(unknown.slice(0, LONGEST_QUOTED_FIELD)),
    accepted: `one of the options ${known.join(', ')} (did you mean "${nearest[0]}"?)`,
    received: undefined,
  });
}

function checkedRatio(value: unknown, field: string): number {
  if (typeof value === 'number' && value >= LEAST_NEAR_LIMIT_RATIO && value <= 1) return value;
  throw new InvalidOptionError({
    field,
    accepted: `a number from ${LEAST_NEAR_LIMIT_RATIO} to 1`,
    received: value,
  });
}
