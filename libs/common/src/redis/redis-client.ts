import { Redis, type RedisOptions } from 'ioredis';
import { factChannel } from '../telemetry/fact-channel.js';
import { parseDuration, type Duration } from '../time/duration.js';
import { parseRedisUrl } from './redis-url.js';

export interface RedisClientOptions {
  /** `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS. Never shown in an error. */
  readonly url: string;
  /** Name that Redis shows in CLIENT LIST. Default: `hydrogenai`. */
  readonly name?: string;
  /** How long a command may wait for its answer. A hung server costs this much and no more. 1 ms to 1 h. Default: `'200ms'`. */
  readonly commandTimeout?: Duration;
  /** How long a connection attempt may take. 1 ms to 1 h. Default: `'2s'`. */
  readonly connectTimeout?: Duration;
}

/** A connection failed. Names and codes only: messages of the server may quote commands. */
export interface RedisConnectionFact {
  readonly name: string;
  readonly event: 'ready' | 'error' | 'close';
  readonly code?: string;
}

/** Facts of all Redis connections of the suite: `hydrogenai:redis.connection`. */
export const redisConnection = factChannel<RedisConnectionFact>('redis.connection');

/** A wait longer than an hour is a mistake in the unit; beyond 2^31 ms Node's timers would fire at once. */
const BOUNDS = { minMs: 1, maxMs: 3_600_000 } as const;

/** Reconnect after 50 ms, 100 ms, ... and at the latest after a second, so that recovery is seen within two. */
const RECONNECT_STEP_MS = 50;
const LONGEST_RECONNECT_MS = 1_000;

/**
 * The ioredis options that survive a hung or lost server. With ioredis' own defaults a command waits for ever: it queues
 * while disconnected, has no timeout, and is sent again after a reconnect.
 * @throws InvalidOptionError for a bad URL or duration.
 */
export function redisClientOptions(options: RedisClientOptions): RedisOptions {
  return {
    ...parseRedisUrl(options.url),
    connectionName: options.name ?? 'hydrogenai',
    commandTimeout: parseDuration(options.commandTimeout ?? '200ms', 'redis.commandTimeout', BOUNDS),
    connectTimeout: parseDuration(options.connectTimeout ?? '2s', 'redis.connectTimeout', BOUNDS),
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    enableReadyCheck: true,
    retryStrategy: (attempt) => Math.min(attempt * RECONNECT_STEP_MS, LONGEST_RECONNECT_MS),
  };
}

/** A client with these options. It starts to connect at once; its errors are published as facts and never crash the process. */
export function createRedisClient(options: RedisClientOptions): Redis {
  const client = new Redis(redisClientOptions(options));
  const name = options.name ?? 'hydrogenai';
  client.on('error', (error: NodeJS.ErrnoException) => {
    redisConnection.publish(() => ({ name, event: 'error', code: error.code ?? error.name }));
  });
  client.on('ready', () => redisConnection.publish(() => ({ name, event: 'ready' })));
  client.on('close', () => redisConnection.publish(() => ({ name, event: 'close' })));
  return client;
}
