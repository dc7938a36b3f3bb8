import { connect } from 'node:net';
import { systemClock } from '@hydrogenai/common';
import {
  closeRedisClient,
  openRedis,
  parseRedisUrl,
  redisClientOptions,
  waitUntilReady,
  type RedisLike,
  type RedisSource,
} from '@hydrogenai/common/redis';
import { Redis } from 'ioredis';

const NAME = 'hydrogenai-probe';
/** How long a server may take to say why it refuses a connection, in ms. It does so at once. */
const REFUSAL_MS = 250;
/** Bytes in which the server's words stand. */
const MOST_REFUSAL = 256;

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
  const ofNodes: unknown[] = [];
  const refused = new Promise<never>((_, reject) => {
    // Of one node of a Cluster, which alone decides nothing, but tells why all of them cannot be reached.
    client.on('node error', (error: unknown) => ofNodes.push(error));
    client.on('error', (error: unknown) => reject(new AggregateError([error, ...ofNodes])));
    client.once('end', () => reject(new Error('Connection is closed.')));
  });
  const waited = waitUntilReady(client, timeoutMs).then((ready) => {
    if (!ready) throw new Error('Timed out.');
  });
  await Promise.race([refused, waited]);
}

/**
 * What a server says to a connection that it closes at once, as one does that has too many; empty when it says nothing.
 * Who sends a command first, as ioredis does, is told only that the connection broke. Only to be matched, never shown.
 */
export function hearRefusal({ url }: RedisSource, signal: AbortSignal): Promise<string> {
  if (url === undefined || signal.aborted) return Promise.resolve('');
  const { host = 'localhost', port = 0, tls } = parseRedisUrl(url);
  if (tls !== undefined) return Promise.resolve('');
  return new Promise((resolve) => {
    let said = '';
    const socket = connect({ host, port, signal });
    const end = (): void => {
      cancel();
      socket.destroy();
      resolve(said);
    };
    const cancel = systemClock.after(REFUSAL_MS, end);
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
      if (said.length >= MOST_REFUSAL) end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}
