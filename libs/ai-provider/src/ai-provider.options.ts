import type { Clock, Duration } from '@hydrogenai/common';
import type { BatchOptions } from './batch/batch-options.js';
import type { EmbeddingsOptions } from './embeddings/embedding-options.js';
import type { ProvidersOptions } from './providers/provider-options.js';

/** A name that applications use, and who answers for it. */
export interface LogicalModelOptions {
  /** Candidates as `provider/model`, the first choice first. */
  readonly use: readonly string[];
  /** Time of a whole request, all attempts and waits included; for a stream to its last part. Default: `'60s'`. */
  readonly deadlineMs?: Duration;
  /**
   * Time to the first content of a stream, per attempt; never more than an equal share of the time left for it and each
   * candidate that has not been asked yet. Default: `'10s'`.
   */
  readonly firstTokenMs?: Duration;
  /** Longest silence between two parts of a stream. Default: `'15s'`. */
  readonly idleMs?: Duration;
  /**
   * Time of one attempt at an answer in one piece. Default: an equal share of the time left for it and each candidate
   * that has not been asked yet, so that one provider that hangs does not use up the deadline.
   */
  readonly attemptMs?: Duration;
  /** Attempts of a request in all, 1 to 20. Default: 3, or one a candidate if these are more. */
  readonly attempts?: number;
}

export interface AiProviderOptions {
  /** Who can be asked, by name. Built in are groq, openai and anthropic; any other name takes `{ model }`. */
  readonly providers: ProvidersOptions;
  /**
   * Logical models by name. Default: `chat`, served by the configured ones of groq, openai and anthropic in this order.
   */
  readonly models?: Readonly<Record<string, LogicalModelOptions>>;
  /** Logical embedding models by name. Default: none. */
  readonly embeddings?: EmbeddingsOptions;
  /** How batches are worked on. */
  readonly batch?: BatchOptions;
  /** Logical model of calls that name none. Default: `chat`, or else the first of `models`. */
  readonly defaultModel?: string;
  /** Source of time. Default: the system's. */
  readonly clock?: Clock;
  /** Source of randomness for waits, from 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
}
