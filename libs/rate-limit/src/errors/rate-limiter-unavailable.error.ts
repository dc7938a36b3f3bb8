import { HydrogenError } from '@hydrogenai/common';

/** A limit with `onStoreFailure: 'closed'` could not be checked. Nobody exceeded anything, so it is no 429. */
export class RateLimiterUnavailableError extends HydrogenError {
  constructor(name: string) {
    super(
      `The limit "${name}" could not be checked, because its store did not answer in time; calls are refused until it does. ` +
        `Try again, or choose onStoreFailure: 'insured'.`,
      { code: 'RATE_LIMITER_UNAVAILABLE', httpStatus: 503, retryable: true, details: { name } },
    );
  }
}
