import {
  DelegateBackoff,
  ExponentialBackoff,
  handleWhen,
  retry,
  type IBackoff,
  type IBackoffFactory,
  type IRetryBackoffContext,
  type RetryPolicy,
} from 'cockatiel';
import { isTransient } from '../errors/transient.js';
import { wholeNumber } from '../options/option-checks.js';
import { parseDuration, type Duration } from '../time/duration.js';
import { RetriedInside, retryAfterMsOf } from './retried-errors.js';

export interface RetryableOptions {
  /** Calls in all, the first included: 1 to 10. Default: 3. */
  readonly attempts?: number;
  /** First wait, doubled each time and spread by jitter. Default: `'200ms'`. */
  readonly initialDelay?: Duration;
  /** Longest wait. An error that asks for a longer one (Retry-After) is not retried. Default: `'5s'`. */
  readonly maxDelay?: Duration;
  /** Which errors are worth another try. Default: `isTransient`. */
  readonly when?: (error: unknown) => boolean;
}

const MOST_ATTEMPTS = 10;

/**
 * Checks the options of `@Retryable` and builds its policy.
 * @throws InvalidOptionError naming the field.
 */
export function createRetryPolicy(options: RetryableOptions): RetryPolicy {
  const { when = isTransient } = options;
  const attempts = wholeNumber(options.attempts ?? 3, '@Retryable attempts', 1, MOST_ATTEMPTS);
  const initialDelayMs = parseDuration(options.initialDelay ?? '200ms', '@Retryable initialDelay', {
    minMs: 1,
  });
  const maxDelayMs = parseDuration(options.maxDelay ?? '5s', '@Retryable maxDelay', {
    minMs: initialDelayMs,
  });

  const worthwhile = (error: unknown): boolean =>
    !(error instanceof RetriedInside) && when(error) && (retryAfterMsOf(error) ?? 0) <= maxDelayMs;
  return retry(handleWhen(worthwhile), {
    maxAttempts: attempts - 1,
    backoff: backoffHonouring(initialDelayMs, maxDelayMs),
  });
}

/** Exponential with jitter, but never earlier than the failed service asked for. */
function backoffHonouring(
  initialDelayMs: number,
  maxDelayMs: number,
): IBackoffFactory<IRetryBackoffContext<unknown>> {
  const exponential = new ExponentialBackoff({ initialDelay: initialDelayMs, maxDelay: maxDelayMs });
  return new DelegateBackoff<IRetryBackoffContext<unknown>, IBackoff<unknown>>(({ result }, previous) => {
    const next = previous ? previous.next(undefined) : exponential.next();
    const asked = 'error' in result ? retryAfterMsOf(result.error) : undefined;
    return { delay: Math.max(next.duration, asked ?? 0), state: next };
  });
}
