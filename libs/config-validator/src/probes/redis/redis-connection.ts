import { Redis } from 'ioredis';
import {
  closeRedisClient,
  openRedis,
  redisClientOptions,
  waitUntilReady,
  type RedisLike,
  type RedisSource,
} from '@hydrogenai/common/redis';

const NAME = 'hydrogenai-probe';

export interface RedisConnection {
  readonly client: RedisLike;
  /** Resolves when commands can be sent; rejects with the first error that is said of the connection. */
  readonly ready: Promise<void>;
  close(): void;
}

/** Loaded only where a probe needs it, because `ioredis` is optional. @throws InvalidOptionError for a bad address. */
export function connectRedis(source: RedisSource, timeoutMs: number): RedisConnection {
  const client = source.url === undefined ? openOther(source, timeoutMs) : openSingle(source.url, timeoutMs);
  return { client, ready: readiness(client, timeoutMs), close: () => closeRedisClient(client) };
}

function openOther(source: RedisSource, timeoutMs: number): RedisLike {
  return openRedis(source, { name: NAME, commandTimeout: timeoutMs, connectTimeout: timeoutMs }).client;
}

/** One attempt, and commands at once: ioredis' own check of readiness waits in silence while a server loads its data. */
function openSingle(url: string, timeoutMs: number): Redis {
  return new Redis({
    ...redisClientOptions({ url, name: NAME, commandTimeout: timeoutMs, connectTimeout: timeoutMs }),
    enableReadyCheck: false,
    retryStrategy: () => null,
  });
}

async function readiness(client: RedisLike, timeoutMs: number): Promise<void> {
  const refused = new Promise<never>((_, reject) => {
    client.on('error', reject);
    client.once('end', () => reject(new Error('Connection is closed.')));
  });
  const waited = waitUntilReady(client, timeoutMs).then((ready) => {
    if (!ready) throw new Error('Timed out.');
  });
  await Promise.race([refused, waited]);
}
