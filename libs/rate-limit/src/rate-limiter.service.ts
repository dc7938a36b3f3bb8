import { wholeNumber } from '@hydrogenai/common';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RateLimitCostError } from './errors/rate-limit-cost.error.js';
import { RateLimiterUnavailableError } from './errors/rate-limiter-unavailable.error.js';
import { bucketId } from './limit/bucket-id.js';
import type { RateLimitDecision } from './limit/rate-limit.decision.js';
import type { RateLimit } from './limit/rate-limit.definition.js';
import { insuredRate } from './outage/insurance.policy.js';
import type { ResolvedRateLimitOptions } from './rate-limit.options.js';
import { RATE_LIMIT_STORES, RESOLVED_RATE_LIMIT_OPTIONS, type RateLimitStores } from './rate-limit.tokens.js';
import type { StoreRequest } from './stores/rate-limit.store.js';

export interface ConsumeOptions {
  /** Calls that this one counts for: whole, 1 to the limit's `burst`. Default: 1. */
  readonly cost?: number;
}

/** Decides on calls by hand, where `@RateLimited` does not fit. */
@Injectable()
export class RateLimiter implements OnApplicationShutdown {
  constructor(
    @Inject(RATE_LIMIT_STORES) private readonly stores: RateLimitStores,
    @Inject(RESOLVED_RATE_LIMIT_OPTIONS) private readonly options: ResolvedRateLimitOptions,
  ) {}

  /**
   * Counts a call against the bucket of `key`, when it has room for it; a rejected call counts nothing.
   * @throws RateLimitKeyError for an empty key.
   * @throws RateLimitCostError for a cost above the limit's `burst`; InvalidOptionError for one that is no whole number.
   * @throws RateLimiterUnavailableError when the store does not answer and the limit is `closed`.
   */
  async consume(
    limit: RateLimit,
    key: string,
    { cost = 1 }: ConsumeOptions = {},
  ): Promise<RateLimitDecision> {
    const bucket = bucketId(limit, key);
    wholeNumber(cost, `cost of a call under the limit "${limit.name}"`, 1, Number.MAX_SAFE_INTEGER);
    if (cost > limit.burst) throw new RateLimitCostError(limit.name, cost, limit.burst);
    const request: StoreRequest = { bucket, rate: limit, cost, deadlineMs: limit.deadlineMs };
    const outcome = await this.stores.primary.consume(request);
    return outcome.kind === 'decided'
      ? { ...outcome.decision, decidedBy: 'store' }
      : this.decideWithoutStore(limit, request);
  }

  onApplicationShutdown(): void {
    this.stores.primary.close();
    this.stores.insurance.close();
  }

  private decideWithoutStore(limit: RateLimit, request: StoreRequest): RateLimitDecision {
    switch (limit.onStoreFailure) {
      case 'insured': {
        const rate = insuredRate(limit, this.options.instances, request.cost);
        return { ...this.stores.insurance.decide({ ...request, rate }), decidedBy: 'insurance' };
      }
      case 'open':
        return { allowed: true, decidedBy: 'nobody' };
      case 'closed':
        throw new RateLimiterUnavailableError(limit.name);
      default:
        return limit.onStoreFailure satisfies never;
    }
  }
}
