import { factChannel } from '@hydrogenai/common';

/** A request was answered, or found nothing. */
export interface CacheAnswered {
  readonly namespace: string;
  readonly kind: 'exact';
  /** The tier that had it, a computation that another caller had begun, the caller's own, or nothing (`get`). */
  readonly from: 'l1' | 'l2' | 'l3' | 'flight' | 'computed' | 'absent';
  /** How long the caller waited, in ms: 0 for memory; own computations included. */
  readonly waitedMs: number;
  /** What a hit saved: the time of its computation in ms, and its cost in micro-dollars, where these are known. */
  readonly savedMs: number;
  readonly savedMicroDollars: number;
}

/** `hydrogenai:cache.answered` */
export const cacheAnswered = factChannel<CacheAnswered>('cache.answered');

/** An invalidation was told to all processes. It names nothing, for tags may be data. */
export interface CacheInvalidated {
  /** How many tags, keys and namespaces. */
  readonly names: number;
  readonly reached: 'everyone' | 'process';
  /** Processes that have confirmed it. */
  readonly processes: number;
  /** Until they had, in ms. */
  readonly ms: number;
}

/** `hydrogenai:cache.invalidated` */
export const cacheInvalidated = factChannel<CacheInvalidated>('cache.invalidated');
