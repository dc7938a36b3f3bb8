import { formatDuration, HydrogenError } from '@hydrogenai/common';
import type { GcraDecision } from '../gcra/gcra.policy.js';
import type { RateLimit } from '../limit/rate-limit.definition.js';

/** The call is one too many. Whose it was is not said: keys are often names of people. */
export class RateLimitExceededError extends HydrogenError {
  constructor(
    { name, limit, periodMs }: RateLimit,
    { retryAfterMs, remaining }: Extract<GcraDecision, { allowed: false }>,
  ) {
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
