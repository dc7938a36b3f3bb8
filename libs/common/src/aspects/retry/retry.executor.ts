import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { Clock } from '../../time/clock.js';
import { sleep } from '../../time/sleep.js';
import type { MethodCall } from '../aspect.js';
import { errorCodeOf } from '../error-code.js';
import { callerSignal } from './caller-signal.js';
import { giveUpCount, markRetriedInside, retryAfterMsOf, wasRetriedInside } from './retried-errors.js';
import { methodRetried, retryBudgetExhausted } from './retry.facts.js';
import type { RetryRules } from './retry.options.js';
import { isWorthRetrying, retryDelayMs } from './retry.policy.js';
import type { RetryWindow } from './retry-window.js';

/** One call of a method under `@Retryable`, with all its attempts. */
export interface RetriedCall {
  readonly rules: RetryRules;
  readonly call: MethodCall;
  readonly clock: Clock;
  /** What the budget has seen; `undefined` without a budget. */
  readonly window: RetryWindow | undefined;
}

/**
 * Awaits the first attempt and makes others while the rules and the budget want them.
 * @param giveUpsBefore `giveUpCount()` from before the first attempt.
 * @throws the error of the last attempt; the reason of the caller's signal when that aborts during a wait.
 */
export async function withRetries<Result>(
  retried: RetriedCall,
  giveUpsBefore: number,
  first: Result,
  again: () => Result,
): Promise<Awaited<Result>> {
  let giveUps = giveUpsBefore;
  let backoff: IBackoff<unknown> | undefined;
  for (let attempts = 1; ; attempts++) {
    try {
      return await (attempts === 1 ? first : again());
    } catch (error) {
      const signal = callerSignal(retried.call.args);
      const askedMs = retryAfterMsOf(error);
      const retriedInside = wasRetriedInside(error, giveUps);
      const failed = { attempts, error, retriedInside, askedMs, aborted: signal?.aborted ?? false };
      if (!isWorthRetrying(failed, retried.rules) || !spendRetry(retried, error)) throw givenUp(error);
      backoff = nextBackoff(backoff, retried.rules);
      const delayMs = retryDelayMs(backoff.duration, askedMs);
      methodRetried.publish(() => ({
        name: nameOf(retried.call),
        attempt: attempts + 1,
        delayMs,
        ...errorCodeOf(error),
      }));
      await pause(retried.clock, delayMs, signal);
      giveUps = giveUpCount();
    }
  }
}

function spendRetry({ window, clock, call }: RetriedCall, error: unknown): boolean {
  if (!window || window.tryRetry(clock.monotonicMs())) return true;
  retryBudgetExhausted.publish(() => ({ name: nameOf(call), ...window.counts, ...errorCodeOf(error) }));
  return false;
}

/** Exponential with jitter: the decorrelated one of Polly, which cockatiel has. */
function nextBackoff(
  previous: IBackoff<unknown> | undefined,
  { initialDelayMs, maxDelayMs }: RetryRules,
): IBackoff<unknown> {
  if (previous) return previous.next(undefined);
  return new ExponentialBackoff({ initialDelay: initialDelayMs, maxDelay: maxDelayMs }).next();
}

async function pause(clock: Clock, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(clock, delayMs, signal);
  } catch (reason) {
    throw givenUp(reason);
  }
}

function givenUp(error: unknown): unknown {
  markRetriedInside(error);
  return error;
}

function nameOf({ className, methodName }: MethodCall): string {
  return `${className}.${methodName}`;
}
