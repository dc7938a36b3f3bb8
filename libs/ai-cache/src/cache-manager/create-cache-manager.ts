import { createCache, type Cache } from 'cache-manager';
import type { CacheTiers } from '../engine/cache-tiers.js';
import { CheckedKeyv } from './checked-keyv.js';
import { memoryKeyvStore } from './memory-keyv-store.js';
import { redisKeyvStore } from './redis-keyv-store.js';

/**
 * What `CACHE_MANAGER` gives: cache-manager on the Redis client of the tiers, or on memory without Redis. It is a cache
 * of its own beside the tiers, under `<prefix>:cache-manager:`.
 */
export function createCacheManager({ options, connection }: CacheTiers): Cache {
  const namespace = `${options.prefix}:cache-manager`;
  const store = connection
    ? redisKeyvStore(connection, namespace, options.l2DeadlineMs)
    : memoryKeyvStore(options.maxBytes);
  return createCache({ stores: [new CheckedKeyv(store, namespace)], ttl: options.ttlMs });
}
