import { factChannel } from '@hydrogenai/common';
import type { StoreFailureReason } from '../stores/rate-limit.store.js';

/** The shared store of limits began or ceased to fail: one fact each per outage and application, never one per call. */
export type RateLimitStoreFact =
  | {
      readonly event: 'degraded';
      /** Prefix of the limiter's keys: tells applications in one process apart. */
      readonly prefix: string;
      readonly reason: Exclude<StoreFailureReason, 'suspended'>;
      /** First word of Redis' error, when it answered with one: `OOM`, `READONLY`, `NOPERM`, `WRONGTYPE`. */
      readonly code?: string;
    }
  | {
      readonly event: 'recovered';
      readonly prefix: string;
      /** From the first failure to the first success after the last one. */
      readonly outageMs: number;
      /** Decisions made without the store: insured, open or closed. */
      readonly fallbacks: number;
    };

/** Facts of all limiters: `hydrogenai:rate-limit.store`. */
export const rateLimitStore = factChannel<RateLimitStoreFact>('rate-limit.store');
