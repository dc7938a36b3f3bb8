import { formatDuration, HydrogenError } from '@hydrogenai/common';
import type { Exceeded } from '../limit/rate-limit.decision.js';

/** The call is one too many. Whose it was is not said: keys are often names of people. */
export class RateLimitExceededError extends HydrogenError {
  /** @param decisive of the limits that refused, the one with the longest wait. */
  constructor({ limit: { name, limit, periodMs }, remaining, retryAfterMs }: Exceeded) {
    super(
      `The limit "${name}" of ${limit} per ${formatDuration(periodMs)} is used up. Try again in ${retryAfterMs} ms.`,
      {
        code: 'RATE_LIMITED',
        // RFC 6585, section 4.
        httpStatus: 429,
        retryable: true,
        retryAfterMs,
        details: { name, limit, periodMs, remaining, retryAfterMs },
      },
    );
  }
}
