import type { GcraDecision } from '../gcra/gcra.policy.js';

/** Who decided: the store, or this process alone while the store was away. */
export type DecidedBy = 'store' | 'insurance';

export type RateLimitDecision =
  | (GcraDecision & { readonly decidedBy: DecidedBy })
  /** The store was away and the limit says `onStoreFailure: 'open'`. Nothing was counted, so there are no figures. */
  | { readonly allowed: true; readonly decidedBy: 'nobody' };
