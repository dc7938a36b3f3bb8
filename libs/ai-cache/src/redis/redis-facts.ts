import { factChannel } from '@hydrogenai/common';
import type { TierFailure } from '../guard/call-guard.js';

export type RedisFailure = TierFailure;

/** The second tier came or went. Published once for each change. */
export interface CacheRedisState {
  readonly state: 'up' | 'down';
  /** What went wrong; absent when it is up. */
  readonly failure?: RedisFailure;
}

/** `hydrogenai:cache.redis-state` */
export const cacheRedisState = factChannel<CacheRedisState>('cache.redis-state');
