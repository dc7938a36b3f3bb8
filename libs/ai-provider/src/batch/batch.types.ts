import type { ErrorKind } from '../errors/error-kind.js';
import type { TokenUsage } from '@hydrogenai/common/models';
import type { CallLabels } from '../response/call-labels.policy.js';
import type { GenerateRequest, ToolCall } from '../response/generate-request.js';

/** One question of a batch. */
export interface BatchItemRequest extends Omit<
  GenerateRequest,
  | 'model'
  | 'modelPreferences'
  | 'fallbackEnabled'
  | 'includeReasoning'
  | 'signal'
  | 'deadlineMs'
  | keyof CallLabels
> {
  /** Ties the result to the question: 1 to 64 letters, digits, _ or -, once in a batch. */
  readonly customId: string;
}

/** Many questions that may wait. */
export interface BatchRequest extends CallLabels {
  readonly requests: readonly BatchItemRequest[];
  /** Logical model. Default: the configured default model. */
  readonly model?: string;
  /** Providers or `provider/model` pairs of the logical model, most wanted first. */
  readonly modelPreferences?: readonly string[];
  /**
   * `provider`: a provider's batch API, at about half the price and within 24 hours; `process`: here, at once, a few at a time.
   * Default: `provider` where a candidate has one, in the order of the logical model.
   */
  readonly via?: 'provider' | 'process';
  /** Ends the submission, not the batch. */
  readonly signal?: AbortSignal;
}

export interface SubmittedBatch {
  /** Keep it: it is all that is needed to come back, also after a restart. */
  readonly id: string;
  /** Whose batch API works on it; `null` when this process does. */
  readonly provider: string | null;
  readonly total: number;
}

export type BatchState =
  | 'running'
  | 'cancelling'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'expired'
  /** The process that worked on it is gone. */
  | 'interrupted';

export interface BatchCounts {
  readonly total: number;
  readonly pending: number;
  readonly completed: number;
  readonly failed: number;
}

export interface BatchStatus {
  readonly id: string;
  readonly provider: string | null;
  readonly state: BatchState;
  /** `null` while the provider does not say. */
  readonly counts: BatchCounts | null;
  /** Share of the requests that are done, from 0 to 1; `null` while the provider does not say. */
  readonly progress: number | null;
  /** ms since 1970. */
  readonly createdAt: number | null;
  /** ms since 1970; when the provider gives up. */
  readonly expiresAt: number | null;
}

/** An answer of a batch. */
export interface BatchAnswer {
  readonly content: string;
  readonly toolCalls: readonly ToolCall[];
  readonly model: string;
  readonly usage: TokenUsage;
  readonly finishReason: string;
}

/** The result of one question; failures by their kind, never in a provider's words. */
export type BatchResult = { readonly customId: string } & (
  | { readonly status: 'succeeded'; readonly provider: string; readonly response: BatchAnswer }
  | { readonly status: 'failed'; readonly kind: ErrorKind; readonly httpStatus?: number }
  /** Not answered: the batch was cancelled, took too long, or lost its process. It may be submitted again. */
  | { readonly status: 'cancelled' | 'expired' | 'interrupted' }
);
