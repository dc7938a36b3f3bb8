import { factChannel } from '../../telemetry/fact-channel.js';
import type { WithErrorCode } from '../error-code.js';

/** A method under `@Retryable` has failed and is called again after a wait. */
export interface MethodRetried extends WithErrorCode {
  /** `ClassName.methodName` */
  readonly name: string;
  /** The attempt that comes: 2 for the first retry. */
  readonly attempt: number;
  readonly delayMs: number;
}

/** Facts of all retries: `hydrogenai:method.retried`. */
export const methodRetried = factChannel<MethodRetried>('method.retried');

/** A method under `@Retryable` would have been called again, had its budget not been used up. */
export interface RetryBudgetExhausted extends WithErrorCode {
  readonly name: string;
  /** Calls and retries that the budget's window has seen. */
  readonly calls: number;
  readonly retries: number;
}

/** Facts of all retries that a budget refused: `hydrogenai:method.retry-budget-exhausted`. */
export const retryBudgetExhausted = factChannel<RetryBudgetExhausted>('method.retry-budget-exhausted');
