import { closeRedisClient, createRedisClient, waitUntilReady } from '@hydrogenai/common/redis';
import type { Redis } from 'ioredis';
import { LONGEST_DEADLINE_MS } from '../limit/rate-limit.definition.js';
import type { RateLimitRedisOptions } from '../rate-limit.options.js';

export interface RedisConnection {
  readonly client: Redis;
  /** Closes a client of our own at once, pending commands included; leaves a given one alone. */
  readonly release: () => void;
}

/** An application starts without its Redis after this long; its limits are insured until Redis is there. */
const LONGEST_START_MS = 1_000;

export function connectRedis({ client, url }: RateLimitRedisOptions): RedisConnection {
  if (client) return { client, release: () => undefined };
  const own = createRedisClient({
    url,
    name: 'hydrogenai-rate-limit',
    // Each decision has a deadline of its own; this frees what a hung server leaves behind.
    commandTimeout: LONGEST_DEADLINE_MS,
  });
  return { client: own, release: () => closeRedisClient(own) };
}

/** False when Redis is not there in time. A lazy client is fine as it is: its first command connects it. */
export async function isUsable(client: Redis): Promise<boolean> {
  return client.status === 'wait' || (await waitUntilReady(client, LONGEST_START_MS));
}
