import { RateLimitCostError } from '../errors/rate-limit-cost.error.js';
import { RateLimitExceededError } from '../errors/rate-limit-exceeded.error.js';
import { RateLimitKeyError } from '../errors/rate-limit-key.error.js';
import { RateLimiterUnavailableError } from '../errors/rate-limiter-unavailable.error.js';

/** What a limited call can fail with before it starts. */
export const RATE_LIMIT_ERRORS = [
  RateLimitExceededError,
  RateLimiterUnavailableError,
  RateLimitCostError,
  RateLimitKeyError,
] as const;

export type RateLimitError = InstanceType<(typeof RATE_LIMIT_ERRORS)[number]>;

export function isRateLimitError(error: unknown): error is RateLimitError {
  return RATE_LIMIT_ERRORS.some((type) => error instanceof type);
}
