import type { Clock, Duration } from '@hydrogenai/common';
import type { BreakerOptions } from './health/breaker.options.js';
import type { SharedStateOptions } from './health/shared-state.options.js';
import type { AutoModelOptions } from './classification/auto-model.options.js';
import type { ClassifierOptions } from './classification/classifier.options.js';
import type { HedgeOptions } from './hedging/hedge.options.js';
import type { AdmissionOptions } from './admission/admission.options.js';
import type { BatchOptions } from './batch/batch-options.js';
import type { EmbeddingsOptions } from './embeddings/embedding-options.js';
import type { MoneyOptions } from './money/money.options.js';
import type { ProvidersOptions } from './providers/provider-options.js';
import type { CandidateOptions, SelectionOptions } from './selection/candidate-settings.js';

/** A name that applications use, and who answers for it. */
export interface LogicalModelOptions extends SelectionOptions {
  /** Candidates as `provider/model`, or with their weight and what they can do; the first choice first. */
  readonly use: readonly (string | CandidateOptions)[];
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
  /**
   * A second attempt beside one that is slow to begin; the first content, or the first whole answer, wins, and the other
   * attempt is ended. It costs tokens. Default: none.
   */
  readonly hedge?: HedgeOptions;
  /**
   * Attempts of a request in all, 1 to 20; a key that turns out to be refused or unpaid does not count while its provider
   * has another. Default: 3, or one for each key of each candidate if these are more.
   */
  readonly attempts?: number;
}

export interface AiProviderOptions extends MoneyOptions {
  /** Who can be asked, by name. Built in are groq, openai and anthropic; any other name takes `{ model }`. */
  readonly providers: ProvidersOptions;
  /**
   * Logical models by name. Default: `chat`, served by the configured ones of groq, openai and anthropic in this order.
   */
  readonly models?: Readonly<Record<string, LogicalModelOptions | AutoModelOptions>>;
  /** How questions are classified. Default: by our rules alone. */
  readonly classification?: ClassifierOptions;
  /** Logical embedding models by name. Default: none. */
  readonly embeddings?: EmbeddingsOptions;
  /** How batches are worked on. */
  readonly batch?: BatchOptions;
  /** Logical model of calls that name none. Default: `chat`, or else the first of `models`. */
  readonly defaultModel?: string;
  /** When a provider that keeps failing is left alone; `false`: never. Default: see `BreakerOptions`. */
  readonly breaker?: BreakerOptions | false;
  /**
   * Where processes share what they know: pauses, open breakers, drains, switches. Default: each knows by itself, and
   * forgets when it ends.
   */
  readonly sharedState?: SharedStateOptions;
  /** How requests keep within the limits of the providers. Default: they wait for their turn, at most 2 s. */
  readonly admission?: AdmissionOptions;
  /** Source of time. Default: the system's. */
  readonly clock?: Clock;
  /** Source of randomness for waits, from 0 to 1. Default: `Math.random`. */
  readonly random?: () => number;
}
