import type { Redis } from 'ioredis';
import type { Duration } from '../time/duration.js';
import { closeRedisClient } from './close-redis-client.js';
import { createRedisClient } from './redis-client.js';
import { createRedisCluster } from './redis-cluster-client.js';
import type { RedisLike } from './redis-like.js';
import { createRedisSentinelClient } from './redis-sentinel-client.js';
import type { RedisClientSource, RedisSentinelSource, RedisSource, RedisUrlSource } from './redis-source.js';

export interface OpenRedisOptions {
  /** Name that Redis shows in CLIENT LIST and facts carry. Default: `hydrogenai`. */
  readonly name?: string;
  /**
   * How long a command may wait for its answer. On a Cluster it also covers all redirections, and the handshake of a new
   * connection. 1 ms to 1 h. Default: `'200ms'`.
   */
  readonly commandTimeout?: Duration;
  /** How long a connection attempt may take. 1 ms to 1 h. Default: `'2s'`. */
  readonly connectTimeout?: Duration;
}

export interface OpenedRedis<Client extends RedisLike = RedisLike> {
  readonly client: Client;
  /** Whether the client was made here. */
  readonly owned: boolean;
  /** Closes a client made here at once, pending commands and every socket included; leaves a given one alone. */
  close(): void;
}

/**
 * The client of a source: made with options that survive a hung or lost server, or the given one. It starts to connect
 * at once and can be used when `waitUntilReady` says so; until then commands fail at once.
 * @throws InvalidOptionError for a bad URL or duration.
 */
export function openRedis(
  source: RedisUrlSource | RedisSentinelSource | RedisClientSource<Redis>,
  options?: OpenRedisOptions,
): OpenedRedis<Redis>;
export function openRedis(source: RedisSource, options?: OpenRedisOptions): OpenedRedis;
export function openRedis(source: RedisSource, options: OpenRedisOptions = {}): OpenedRedis {
  if (source.client !== undefined) {
    return { client: source.client, owned: false, close: () => undefined };
  }
  const client = createClient(source, options);
  return { client, owned: true, close: () => closeRedisClient(client) };
}

function createClient(source: Exclude<RedisSource, RedisClientSource>, options: OpenRedisOptions): RedisLike {
  if (source.url !== undefined) return createRedisClient({ ...options, url: source.url });
  if (source.nodes !== undefined) return createRedisCluster({ ...options, nodes: source.nodes });
  return createRedisSentinelClient({ ...options, source });
}
