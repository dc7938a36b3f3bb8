import type { InvalidationUsage } from '../invalidation/invalidation-usage.js';
import type { L3Usage } from '../l3/l3-usage.js';
import type { MemoryUsage } from '../memory/memory.store.js';
import type { RedisUsage } from '../redis/redis-usage.js';
import type { NamespaceStatistics } from './cache-statistics.js';

/** What the cache did since it started. Counters only grow. */
export interface CacheStats {
  readonly hits: {
    readonly l1: number;
    readonly l2: number;
    readonly l3: number;
    readonly flight: number;
  };
  readonly misses: number;
  /** Computations of answers that were held, but old. */
  readonly refreshes: number;
  /** Requests that joined a read or computation in flight. */
  readonly flightsJoined: number;
  readonly stores: number;
  readonly refusals: number;
  /** Answers not kept, because what they depend on was invalidated while they were computed. */
  readonly outdated: number;
  /** What hits saved: the time of their computations, in ms, and their cost, in micro-dollars, where these are known. */
  readonly saved: { readonly ms: number; readonly microDollars: number };
  /** The same by namespace: at most 100 by name, the rest under `other`. */
  readonly namespaces: Readonly<Record<string, NamespaceStatistics>>;
  readonly l1: MemoryUsage;
  readonly l2: RedisUsage;
  readonly l3: L3Usage;
  readonly invalidation: InvalidationUsage;
}

/** The result of a set, get and delete on each tier. */
export interface CacheHealth {
  readonly l1: 'up' | 'down';
  readonly l2: 'up' | 'down' | 'off';
  /** How long it took, in ms. */
  readonly ms: number;
}
