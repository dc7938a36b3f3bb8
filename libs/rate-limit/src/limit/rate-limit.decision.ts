import type { GcraDecision } from '../gcra/gcra.policy.js';
import type { RateLimit } from './rate-limit.definition.js';

/** Who decided: the store, this process alone while the store was away (`insurance`), or nobody (`onStoreFailure: 'open'`). */
export type DecidedBy = 'store' | 'insurance' | 'nobody';

interface Figures {
  /** Calls of cost 1 that would still be admitted at this instant. */
  readonly remaining: number;
  /** Ms until the bucket is full again, if open reservations are used in full. */
  readonly resetMs: number;
}

/** What one limit says of a call. */
export type LimitDecision =
  | (Figures & {
      readonly limit: RateLimit;
      readonly decidedBy: 'store' | 'insurance';
      readonly allowed: true;
      readonly exceeded: false;
      /** More than `nearLimitRatio` of the burst is in use. */
      readonly nearLimit: boolean;
    })
  | (Figures & {
      readonly limit: RateLimit;
      readonly decidedBy: 'store' | 'insurance';
      /** False, unless the limit is in shadow mode. */
      readonly allowed: boolean;
      /** The bucket had no room. */
      readonly exceeded: true;
      readonly nearLimit: true;
      /**
       * The same call is admitted after exactly this many ms, and not 1 ms earlier, if nobody else calls or reserves. A
       * limit in shadow mode would never admit a call that costs more than its `burst`.
       */
      readonly retryAfterMs: number;
    })
  /** The store was away and the limit is `open`. Nothing was counted, so there are no figures. */
  | {
      readonly limit: RateLimit;
      readonly decidedBy: 'nobody';
      readonly allowed: true;
      readonly exceeded: false;
      readonly nearLimit: false;
    };

export type Exceeded = Extract<LimitDecision, { exceeded: true }>;

/** What all limits of a call say together. */
export type RateLimitDecisions =
  | { readonly allowed: true; readonly limits: readonly LimitDecision[] }
  | {
      readonly allowed: false;
      /** The longest wait of those that refuse. */
      readonly retryAfterMs: number;
      /** Of those that refuse, the one with the longest wait. */
      readonly decisive: Exceeded;
      readonly limits: readonly LimitDecision[];
    };

/** Puts a bucket's verdict into the words of its limit. */
export function decisionOf(
  limit: RateLimit,
  verdict: GcraDecision,
  decidedBy: 'store' | 'insurance',
  rate: { readonly burst: number } = limit,
): LimitDecision {
  const { remaining, resetMs } = verdict;
  if (verdict.allowed) {
    const nearLimit = rate.burst - remaining > limit.nearLimitRatio * rate.burst;
    return { limit, decidedBy, allowed: true, exceeded: false, nearLimit, remaining, resetMs };
  }
  const allowed = limit.mode === 'shadow';
  const { retryAfterMs } = verdict;
  return { limit, decidedBy, allowed, exceeded: true, nearLimit: true, remaining, resetMs, retryAfterMs };
}

/** The decision of a limit that nobody could ask. */
export function uncounted(limit: RateLimit): LimitDecision {
  return { limit, decidedBy: 'nobody', allowed: true, exceeded: false, nearLimit: false };
}

/** All or nothing: a call is allowed when no limit refuses it. */
export function summarise(limits: readonly LimitDecision[]): RateLimitDecisions {
  let decisive: Exceeded | undefined;
  for (const decision of limits) {
    if (!decision.exceeded || decision.allowed) continue;
    if (decisive === undefined || decision.retryAfterMs > decisive.retryAfterMs) decisive = decision;
  }
  return decisive === undefined
    ? { allowed: true, limits }
    : { allowed: false, retryAfterMs: decisive.retryAfterMs, decisive, limits };
}
