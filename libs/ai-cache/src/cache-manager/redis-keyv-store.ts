import { isCluster } from '@hydrogenai/common/redis';
import { KeyvAdapter, type CacheManagerStore } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import type { KeyvStoreAdapter } from 'keyv';
import type { RedisConnection } from '../redis/redis-connection.js';
import { unlinkByPrefix } from './unlink-by-prefix.js';

/** What cache-manager-ioredis-yet gives at run time; its own types are those of cache-manager 5. */
interface IoredisStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttl?: number): Promise<void>;
  del(key: string): Promise<void>;
  mget(...keys: string[]): Promise<unknown[]>;
  mdel(...keys: string[]): Promise<void>;
  ttl(key: string): Promise<number>;
}

/**
 * cache-manager-ioredis-yet in the one wiring that works, without its traps: every key under our prefix, `clear()` deletes
 * these and nothing else (its own is FLUSHDB), on every master of a Cluster, every call within the deadline, the client of the tiers instead of one
 * that nobody closes.
 */
export function redisKeyvStore(
  { client, guard }: RedisConnection,
  namespace: string,
  deadlineMs: number,
): KeyvStoreAdapter {
  // The package's types extend `Store` of cache-manager 5, which 7 no longer has.
  const plain = redisInsStore(client) as unknown as IoredisStore;
  // A Cluster takes no command that names keys of several slots.
  const oneByOne = isCluster(client);
  const prefixed = (key: string): string => `${namespace}:${key}`;
  const store: CacheManagerStore = {
    name: 'cache-manager-ioredis-yet',
    get: (key) => guard.run(deadlineMs, () => plain.get(prefixed(key))),
    mget: (...keys) =>
      guard.run(deadlineMs, () =>
        oneByOne
          ? Promise.all(keys.map((key) => plain.get(prefixed(key))))
          : plain.mget(...keys.map(prefixed)),
      ),
    set: (key, value, ttl) => guard.run(deadlineMs, () => plain.set(prefixed(key), value, ttl)),
    mset: async (data, ttl) => {
      await Promise.all(Object.entries(data).map(([key, value]) => store.set(key, value, ttl)));
    },
    del: (key) => guard.run(deadlineMs, () => plain.del(prefixed(key))),
    mdel: async (...keys) => {
      if (oneByOne) await Promise.all(keys.map((key) => store.del(key)));
      else await guard.run(deadlineMs, () => plain.mdel(...keys.map(prefixed)));
    },
    ttl: (key) => guard.run(deadlineMs, () => plain.ttl(prefixed(key))),
    keys: () =>
      Promise.reject(new Error('Listing all keys of a cache is not offered: it would stop a large Redis.')),
    reset: () => unlinkByPrefix(client, `${namespace}:`),
  };
  return new KeyvAdapter(store);
}
