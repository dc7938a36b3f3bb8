import { InvalidOptionError } from '../../errors/invalid-option.error.js';
import { wholeNumber } from '../../options/option-checks.js';
import { parseDuration, type Duration } from '../../time/duration.js';

export interface RetryBudgetOptions {
  /** Retries for each call, 0 to 1. Default: 0.2, as in Finagle (https://finagle.github.io/blog/2016/02/08/retry-budgets). */
  readonly ratio?: number;
  /**
   * Retries in a window beyond that share, so that a method that is seldom called has some: 0 to 10,000. Default: 10.
   * Finagle gives as many to each second, but to a whole client and not to one method.
   */
  readonly reserve?: number;
  /** How long calls and retries count: 100 ms to 1 h. Default: `'10s'`. */
  readonly window?: Duration;
}

const MOST_RESERVE = 10_000;

/**
 * How many retries an outage may cause. Within a window retries are at most `ratio` of the calls and `reserve`; a
 * method that fails beyond that fails at once. Give one object to several methods of the same downstream, and within an
 * application they share it.
 * @throws InvalidOptionError naming the field.
 */
export class RetryBudget {
  readonly ratio: number;
  readonly reserve: number;
  readonly windowMs: number;

  constructor(options: RetryBudgetOptions = {}) {
    this.ratio = share(options.ratio ?? 0.2);
    this.reserve = wholeNumber(options.reserve ?? 10, '@Retryable budget.reserve', 0, MOST_RESERVE);
    this.windowMs = parseDuration(options.window ?? '10s', '@Retryable budget.window', {
      minMs: 100,
      maxMs: 3_600_000,
    });
    Object.freeze(this);
  }
}

function share(ratio: unknown): number {
  if (typeof ratio === 'number' && ratio >= 0 && ratio <= 1) return ratio;
  throw new InvalidOptionError({
    field: '@Retryable budget.ratio',
    accepted: 'a number from 0 to 1',
    received: ratio,
  });
}
