import { Logger } from '@nestjs/common';
import { OutageLog } from '../outage/outage.log.js';
import { WatchedStore } from '../outage/watched.store.js';
import type { ResolvedRateLimitOptions } from '../rate-limit.options.js';
import type { RateLimitStores } from '../rate-limit.tokens.js';
import { MemoryStore } from './memory.store.js';
import { connectRedis, isUsable } from '../redis/redis-connection.js';
import { RedisStore } from '../redis/redis.store.js';

/** Makes the stores of an application. Waits a bounded time for Redis, so that the first calls are not insured without need. */
export async function openStores(options: ResolvedRateLimitOptions): Promise<RateLimitStores> {
  const { redis, clock, prefix } = options;
  const insurance = new MemoryStore(options);
  if (!redis) return { primary: new MemoryStore(options), insurance };
  const connection = connectRedis(redis);
  const store = new RedisStore({ ...connection, clock, prefix });
  const log = new OutageLog({ logger: new Logger('RateLimitModule'), clock });
  const primary = new WatchedStore({ store, clock, prefix, log });
  if (!(await isUsable(connection.client))) {
    primary.reportFailure({ kind: 'unavailable', reason: 'disconnected' });
  }
  return { primary, insurance };
}
