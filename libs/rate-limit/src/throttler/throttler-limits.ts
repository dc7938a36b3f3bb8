import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
import { defineRateLimit, type RateLimit, type RateLimitDefinition } from '../limit/rate-limit.definition.js';

/** What a throttler asks for with each call. */
export interface ThrottlerNumbers {
  readonly name: string;
  readonly ttl: number;
  readonly limit: number;
  readonly blockDuration: number;
}

/** How long the store may take for a decision, as in a limit of one's own. */
export type ThrottlerStorageOptions = Pick<RateLimitDefinition, 'deadlineMs'>;

/** `limit` and `ttl` may be functions of the request, so that there is no end to their values. */
const MOST_LIMITS = 1_000;

/** The range of `per`, see rate-limit.definition.ts. */
const SHORTEST_TTL_MS = 50;
const LONGEST_TTL_MS = 30 * 24 * 60 * 60 * 1_000;

/** The limits of the throttlers of an application, each checked once. */
export class ThrottlerLimits {
  private readonly limits = new Map<string, RateLimit>();

  constructor(private readonly options: ThrottlerStorageOptions) {}

  /** Limits kept: at most 1,000; of more, the oldest is checked anew. */
  get size(): number {
    return this.limits.size;
  }

  /** @throws InvalidOptionError naming the throttler and its field. */
  limitOf(numbers: ThrottlerNumbers): RateLimit {
    const { name, ttl, limit, blockDuration } = numbers;
    const id = JSON.stringify([name, ttl, limit, blockDuration]);
    const known = this.limits.get(id);
    if (known) return known;
    const defined = define(numbers, this.options);
    const [oldest] = this.limits.size < MOST_LIMITS ? [] : this.limits.keys();
    if (oldest !== undefined) this.limits.delete(oldest);
    this.limits.set(id, defined);
    return defined;
  }
}

function define(
  { name, ttl, limit, blockDuration }: ThrottlerNumbers,
  options: ThrottlerStorageOptions,
): RateLimit {
  const label = `throttler "${name.slice(0, 64)}"`;
  wholeNumber(ttl, `${label} ttl`, SHORTEST_TTL_MS, LONGEST_TTL_MS);
  if (blockDuration !== ttl && blockDuration !== 0) {
    throw new InvalidOptionError({
      field: `${label} blockDuration`,
      accepted: 'nothing, ttl or 0, because a refused caller waits exactly until there is room for its call',
      received: blockDuration,
    });
  }
  return defineRateLimit({ ...options, name: `throttler:${name}`, limit, per: ttl }, { label });
}
