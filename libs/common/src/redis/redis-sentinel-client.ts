import { Redis, type RedisOptions } from 'ioredis';
import { reconnectDelayMs } from './reconnect-delay.policy.js';
import { boundedOptions, DEFAULT_NAME, type RedisConnectionOptions } from './redis-client.js';
import { publishConnectionFacts } from './redis-connection.facts.js';
import { parseSentinels, type SentinelNames } from './redis-sentinels.js';

/** See `RedisSentinelSource`. */
export interface RedisSentinelClientOptions extends RedisConnectionOptions {
  readonly source: SentinelNames;
}

/** How long one Sentinel may take to name the master before the next is asked, in ms. */
const SENTINEL_TIMEOUT_MS = 1_000;

/**
 * The ioredis options of a master behind Sentinels that survive its loss, as `redisClientOptions` do for one server.
 * @throws InvalidOptionError
 */
export function redisSentinelOptions(options: RedisSentinelClientOptions): RedisOptions {
  return {
    ...parseSentinels(options.source, 'redis'),
    ...boundedOptions(options),
    enableOfflineQueue: false,
    retryStrategy: reconnectDelayMs,
    sentinelRetryStrategy: reconnectDelayMs,
    sentinelReconnectStrategy: reconnectDelayMs,
    sentinelCommandTimeout: SENTINEL_TIMEOUT_MS,
    // A master that hangs keeps its connections, so the Sentinels themselves must say that another took over.
    failoverDetector: true,
    // A former master that came back as a replica refuses writes on connections that it kept.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
}

/** A client with these options. It starts to connect at once; its errors are published as facts and never crash the process. */
export function createRedisSentinelClient(options: RedisSentinelClientOptions): Redis {
  const client = new Redis(redisSentinelOptions(options));
  publishConnectionFacts(client, options.name ?? DEFAULT_NAME);
  return client;
}
