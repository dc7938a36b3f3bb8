import type { RetryRules } from './retry.options.js';

/** One failed attempt, as the policy sees it. */
export interface FailedAttempt {
  /** Attempts made, this one included. */
  readonly attempts: number;
  readonly error: unknown;
  /** The retries of this failure have been made further inside. */
  readonly retriedInside: boolean;
  /** How long the failed service asked to be left alone, in ms. */
  readonly askedMs: number | undefined;
  /** The caller has gone. */
  readonly aborted: boolean;
}

/** Whether another attempt can help, were there budget for it. */
export function isWorthRetrying(failed: FailedAttempt, rules: RetryRules): boolean {
  return (
    failed.attempts < rules.attempts &&
    !failed.aborted &&
    !failed.retriedInside &&
    (failed.askedMs ?? 0) <= rules.maxDelayMs &&
    rules.when(failed.error)
  );
}

/** Ms until the next attempt: as the backoff says, but never earlier than the failed service asked for. */
export function retryDelayMs(backoffMs: number, askedMs: number | undefined): number {
  return Math.ceil(Math.max(backoffMs, askedMs ?? 0));
}
