import { openRedis, waitUntilReady, type OpenedRedis, type RedisSource } from '@hydrogenai/common/redis';
import { Logger } from '@nestjs/common';
import { LONGEST_DEADLINE_MS } from '../limit/rate-limit.definition.js';
import { OutageLog } from '../outage/outage.log.js';
import { WatchedStore } from '../outage/watched.store.js';
import type { ResolvedRateLimitOptions } from '../rate-limit.options.js';
import type { RateLimitStores } from '../rate-limit.tokens.js';
import { RedisStore } from '../redis/redis.store.js';
import { MemoryStore } from './memory.store.js';

/** An application starts without its Redis after this long; its limits are insured until Redis is there. */
const LONGEST_START_MS = 1_000;

/** Makes the stores of an application. Waits a bounded time for Redis, so that the first calls are not insured without need. */
export async function openStores(options: ResolvedRateLimitOptions): Promise<RateLimitStores> {
  const { redis, clock, prefix } = options;
  const insurance = new MemoryStore(options);
  if (!redis) return { primary: new MemoryStore(options), insurance };
  const opened = connect(redis);
  const store = new RedisStore({ redis: opened, clock, prefix });
  const log = new OutageLog({ logger: new Logger('RateLimitModule'), clock });
  const primary = new WatchedStore({ store, clock, prefix, log });
  if (!(await isUsable(opened))) primary.reportFailure({ kind: 'unavailable', reason: 'disconnected' });
  return { primary, insurance };
}

function connect(source: RedisSource): OpenedRedis {
  return openRedis(source, {
    name: 'hydrogenai-rate-limit',
    // Each decision has a deadline of its own; this frees what a hung server leaves behind.
    commandTimeout: LONGEST_DEADLINE_MS,
  });
}

/** False when Redis is not there in time. A lazy client is fine as it is: its first command connects it. */
async function isUsable({ client }: OpenedRedis): Promise<boolean> {
  return client.status === 'wait' || (await waitUntilReady(client, LONGEST_START_MS));
}
