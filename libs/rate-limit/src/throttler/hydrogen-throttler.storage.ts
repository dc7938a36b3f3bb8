import type { ThrottlerStorage } from '@nestjs/throttler';
import { RateLimiterUnavailableError } from '../errors/rate-limiter-unavailable.error.js';
import type { RateLimit } from '../limit/rate-limit.definition.js';
import { wholeSeconds } from '../limit/whole-seconds.js';
import type { RateLimiter } from '../rate-limiter.service.js';
import { ThrottlerLimits, type ThrottlerStorageOptions } from './throttler-limits.js';

type ThrottlerRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Storage for the guards and decorators of `@nestjs/throttler` 6 whose counts are buckets of a `RateLimiter`: exact under
 * concurrency, shared through Redis, and insured by this process while Redis is away.
 *
 * A bucket of `limit` calls refills evenly over `ttl`. So a refused caller waits until there is room for its call, not for
 * a whole `blockDuration`, and refused calls count nothing.
 */
export class HydrogenThrottlerStorage implements ThrottlerStorage {
  private readonly limits: ThrottlerLimits;

  /** @param options `deadlineMs`: how long Redis may take for a decision, in whole ms, 1 to 1,000. Default: 50. */
  constructor(
    private readonly limiter: RateLimiter,
    options: ThrottlerStorageOptions = {},
  ) {
    this.limits = new ThrottlerLimits(options);
  }

  /**
   * Counts one call. Times are whole seconds, rounded up: whoever waits so long is not too early.
   * @param ttl ms, whole, 50 to 30 days.
   * @param limit calls per `ttl`, whole, 1 to 1,000,000,000.
   * @param blockDuration ms; `ttl` (the guard's default) or 0.
   * @throws InvalidOptionError for other numbers, and for a name that is no name of a limit.
   */
  async increment(
    key: string,
    ttl: number,
    limit: number,
    blockDuration: number,
    throttlerName: string,
  ): Promise<ThrottlerRecord> {
    return this.count(key, this.limits.limitOf({ name: throttlerName, ttl, limit, blockDuration }));
  }

  private async count(key: string, limit: RateLimit): Promise<ThrottlerRecord> {
    const decision = await this.limiter.consume(limit, key);
    // Cannot be under `insured`, which these limits are.
    if (decision.decidedBy === 'nobody') throw new RateLimiterUnavailableError(limit.name);
    const { remaining, resetMs, exceeded } = decision;
    return {
      // The guard shows `limit - totalHits` as what is left.
      totalHits: limit.limit - remaining + (exceeded ? 1 : 0),
      timeToExpire: wholeSeconds(resetMs),
      isBlocked: exceeded,
      timeToBlockExpire: exceeded ? wholeSeconds(decision.retryAfterMs) : 0,
    };
  }
}
