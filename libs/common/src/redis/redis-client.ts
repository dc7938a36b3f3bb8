import { Redis, type RedisOptions } from 'ioredis';
import { parseDuration, type Duration } from '../time/duration.js';
import { reconnectDelayMs } from './reconnect-delay.policy.js';
import { publishConnectionFacts } from './redis-connection.facts.js';
import { parseRedisUrl } from './redis-url.js';

export interface RedisConnectionOptions {
  /** Name that Redis shows in CLIENT LIST. Default: `hydrogenai`. */
  readonly name?: string;
  /** How long a command may wait for its answer. A hung server costs this much and no more. 1 ms to 1 h. Default: `'200ms'`. */
  readonly commandTimeout?: Duration;
  /** How long a connection attempt may take. 1 ms to 1 h. Default: `'2s'`. */
  readonly connectTimeout?: Duration;
}

export interface RedisClientOptions extends RedisConnectionOptions {
  /** `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS. Never shown in an error. */
  readonly url: string;
}

export const DEFAULT_NAME = 'hydrogenai';

/** A wait longer than an hour is a mistake in the unit; beyond 2^31 ms Node's timers would fire at once. */
const BOUNDS = { minMs: 1, maxMs: 3_600_000 } as const;

type BoundedOptions = Pick<
  RedisOptions,
  | 'connectionName'
  | 'commandTimeout'
  | 'connectTimeout'
  | 'autoResendUnfulfilledCommands'
  | 'maxRetriesPerRequest'
  | 'enableReadyCheck'
>;

/** What every connection has in common, to one server or to a node of a Cluster. */
export function boundedOptions(options: RedisConnectionOptions): BoundedOptions {
  return {
    connectionName: options.name ?? DEFAULT_NAME,
    commandTimeout: parseDuration(options.commandTimeout ?? '200ms', 'redis.commandTimeout', BOUNDS),
    connectTimeout: parseDuration(options.connectTimeout ?? '2s', 'redis.connectTimeout', BOUNDS),
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    enableReadyCheck: true,
  };
}

/**
 * The ioredis options that survive a hung or lost server. With ioredis' own defaults a command waits for ever: it queues
 * while disconnected, has no timeout, and is sent again after a reconnect.
 * @throws InvalidOptionError for a bad URL or duration.
 */
export function redisClientOptions(options: RedisClientOptions): RedisOptions {
  return {
    ...parseRedisUrl(options.url),
    ...boundedOptions(options),
    enableOfflineQueue: false,
    retryStrategy: reconnectDelayMs,
  };
}

/** A client with these options. It starts to connect at once; its errors are published as facts and never crash the process. */
export function createRedisClient(options: RedisClientOptions): Redis {
  const client = new Redis(redisClientOptions(options));
  publishConnectionFacts(client, options.name ?? DEFAULT_NAME);
  return client;
}
