import { InvalidOptionError } from '../../errors/invalid-option.error.js';
import { isTransient } from '../../errors/transient.js';
import { wholeNumber } from '../../options/option-checks.js';
import { parseDuration, type Duration } from '../../time/duration.js';
import { RetryBudget, type RetryBudgetOptions } from './retry-budget.js';

export interface RetryableOptions {
  /** Calls in all, the first included: 1 to 10. Default: 3. */
  readonly attempts?: number;
  /** First wait, doubled each time and spread by jitter. Default: `'200ms'`. */
  readonly initialDelay?: Duration;
  /** Longest wait. An error that asks for a longer one (Retry-After) is not retried. Default: `'5s'`. */
  readonly maxDelay?: Duration;
  /** Which errors are worth another try. Default: `isTransient`. */
  readonly when?: (error: unknown) => boolean;
  /**
   * How many retries an outage may cause: options for a budget of this method alone, a `RetryBudget` that it shares with
   * others, or `false` for no bound. Default: a fifth of the calls of the last 10 seconds, and 10 more.
   */
  readonly budget?: RetryBudgetOptions | RetryBudget | false;
}

export interface RetryRules {
  readonly attempts: number;
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  readonly when: (error: unknown) => boolean;
  readonly budget: RetryBudget | undefined;
}

const MOST_ATTEMPTS = 10;

/** @throws InvalidOptionError naming the field. */
export function resolveRetryOptions(options: RetryableOptions): RetryRules {
  const { when = isTransient, budget } = options;
  if (typeof when !== 'function') {
    throw new InvalidOptionError({ field: '@Retryable when', accepted: 'a function', received: when });
  }
  const initialDelayMs = parseDuration(options.initialDelay ?? '200ms', '@Retryable initialDelay', {
    minMs: 1,
  });
  return {
    attempts: wholeNumber(options.attempts ?? 3, '@Retryable attempts', 1, MOST_ATTEMPTS),
    initialDelayMs,
    maxDelayMs: parseDuration(options.maxDelay ?? '5s', '@Retryable maxDelay', { minMs: initialDelayMs }),
    when,
    budget: resolveBudget(budget),
  };
}

function resolveBudget(budget: RetryableOptions['budget']): RetryBudget | undefined {
  if (budget === false) return undefined;
  if (budget instanceof RetryBudget) return budget;
  if (budget === undefined || (typeof budget === 'object' && budget !== null)) return new RetryBudget(budget);
  throw new InvalidOptionError({
    field: '@Retryable budget',
    accepted: 'an object with ratio, reserve and window, a RetryBudget, or false',
    received: budget,
  });
}
