import type { ErrorKind } from '../errors/error-kind.js';
import type { LaneState } from '../health/lane-state.js';
import type { Percentiles } from './sample-window.js';

/** How one lane stands. */
export interface LaneStats {
  /** `provider/model`, or `groq#2/model` where the provider has several keys. */
  readonly lane: string;
  readonly state: LaneState;
}

/** What has happened at one model since the application started. */
export interface ModelStats {
  readonly model: string;
  /** Attempts in all. */
  readonly attempts: number;
  readonly answered: number;
  readonly failed: number;
  /** Attempts that the caller ended; nobody's fault. */
  readonly aborted: number;
  readonly failures: Readonly<Partial<Record<ErrorKind, number>>>;
  /** Tokens as the provider counted them. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whole micro-dollars, of the attempts whose price is known. */
  readonly costMicroDollars: number;
  /** Attempts whose price is not known. */
  readonly unpriced: number;
  /** Time of answered attempts. This and all that follow are of the latest 512 of the last hour; `null` without any. */
  readonly latencyMs: Percentiles | null;
  /** Time to the first content of answered streams. */
  readonly firstTokenMs: Percentiles | null;
  /** Output tokens of answered streams by the time from their first content to their end. */
  readonly tokensPerSecond: Percentiles | null;
  /** Failed of the attempts that were not ended by the caller, 0 to 1. */
  readonly errorShare: number | null;
  /** Attempts that were made because another one of the same request had failed, 0 to 1. */
  readonly failoverShare: number | null;
  /** ms since 1970. */
  readonly lastAnsweredAt: number | null;
  readonly lastFailure: { readonly at: number; readonly kind: ErrorKind } | null;
  /** How long it is still left alone with every key after failures, in ms; 0 when one is free, or all are drained. */
  readonly coolingMs: number;
}

export interface ProviderStats {
  readonly provider: string;
  /** `ready` when it may be asked for at least one model with at least one key; else how its readiest lane stands. */
  readonly state: LaneState['state'];
  /** How each of its lanes stands: a lane is one key's access to one model. */
  readonly lanes: readonly LaneStats[];
  readonly models: readonly ModelStats[];
}
