import type { GcraDecision, GcraRate } from '../gcra/gcra.policy.js';

export interface StoreRequest {
  /** Identity of the bucket: a digest of fixed length that reveals neither its limit nor its key. */
  readonly bucket: string;
  readonly rate: GcraRate;
  /** Whole, 1 to `rate.burst`. */
  readonly cost: number;
  /** How long the answer may take, in ms. */
  readonly deadlineMs: number;
}

/** Why a store gave no decision. `refused`: it answered with an error, e.g. OOM, READONLY, NOPERM, WRONGTYPE. */
export type StoreFailureReason = 'timeout' | 'disconnected' | 'refused' | 'suspended';

export type StoreOutcome =
  | { readonly kind: 'decided'; readonly decision: GcraDecision }
  | {
      readonly kind: 'unavailable';
      readonly reason: StoreFailureReason;
      /** First word of Redis' error (`OOM`), never its text. */
      readonly code?: string;
    };

/** Where buckets live. It never throws for a store that fails, and never answers later than the deadline. */
export interface RateLimitStore {
  consume(request: StoreRequest): StoreOutcome | Promise<StoreOutcome>;
  /** Gives back what it holds: timers, listeners, connections of its own. */
  close(): void;
}
