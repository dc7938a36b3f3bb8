import { InvalidOptionError, systemClock, type Duration } from '@hydrogenai/common';
import type { RedisLike, RedisSource } from '@hydrogenai/common/redis';
import { codesOf, messagesOf } from '../failure-marks.js';
import { failed, missingPackage, tolerated } from '../outcomes.js';
import type { Probe, ProbeContext, ProbeOutcome } from '../probe.port.js';
import { answered, slowAfterMs } from '../slow-answer.policy.js';
import type * as RedisConnections from './redis-connection.js';
import { redisFailure } from './redis-failure.policy.js';
import { readRedisInfo, type RedisInfo } from './redis-info.policy.js';
import { firstAddress, redisSource, type RedisTopology } from './redis-topology.js';

export interface RedisPingOptions {
  /** Default: `single`. */
  readonly topology?: RedisTopology;
  /** A ping that takes longer is a warning. 1 ms to 1 h. Default: `'200ms'`. */
  readonly slowAfter?: Duration;
  /** False: the application can do without, so that nothing about it is critical. Default: true. */
  readonly required?: boolean;
}

/**
 * Connects to Redis, sends one PING and reads what the server says of its memory. TLS is used for `rediss://`. Needs
 * the package `ioredis`.
 * @throws InvalidOptionError
 */
export function redisPing(options: RedisPingOptions = {}): Probe {
  const { topology = 'single', required = true } = options;
  const slowMs = slowAfterMs(options.slowAfter, 'redisPing');
  const source = (context: Pick<ProbeContext, 'value' | 'lookUp'>): RedisSource =>
    redisSource(topology, context);
  return {
    name: 'redis',
    kind: 'service',
    target: (context) => JSON.stringify([source(context), slowMs, required]),
    run: async (context) => {
      const outcome = await ping(source(context), topology, context, slowMs);
      return required ? outcome : tolerated(outcome);
    },
  };
}

async function ping(
  source: RedisSource,
  topology: RedisTopology,
  { timeoutMs, signal }: ProbeContext,
  slowMs: number,
): Promise<ProbeOutcome> {
  const module = await import('./redis-connection.js').catch(absentIoredis);
  if (module === undefined) return missingPackage('ioredis');
  let connection: RedisConnections.RedisConnection;
  try {
    connection = module.connectRedis(source, timeoutMs);
  } catch (error) {
    if (error instanceof InvalidOptionError) return notAnAddress();
    throw error;
  }
  const close = (): void => connection.close();
  signal.addEventListener('abort', close);
  try {
    await connection.ready;
    const ms = await pingMs(connection.client);
    return judge(readRedisInfo(await infoOf(connection.client)), topology, ms, slowMs);
  } catch (error) {
    return await explain(error, source, { timeoutMs, signal }, module);
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

/**
 * Why there is no connection. What ioredis says of a Cluster or of Sentinels hides why one of them could not be reached,
 * so the first is asked directly; and what a server says before it closes, it says only to those who are silent.
 */
async function explain(
  error: unknown,
  source: RedisSource,
  { timeoutMs, signal }: Pick<ProbeContext, 'timeoutMs' | 'signal'>,
  module: typeof RedisConnections,
): Promise<ProbeOutcome> {
  const failure = redisFailure(messagesOf(error), codesOf(error));
  const isVague =
    failure.id === 'CFG-REACH-005' || (source.sentinels !== undefined && failure.id === 'CFG-REACH-015');
  if (!isVague || signal.aborted) return failure;
  if (source.url !== undefined) return redisFailure(await module.hearRefusal(source, signal), codesOf(error));
  const connection = module.connectRedis({ url: firstAddress(source) }, timeoutMs);
  try {
    await connection.ready;
    return failure;
  } catch (direct) {
    return redisFailure(messagesOf(direct), codesOf(direct));
  } finally {
    connection.close();
  }
}

async function pingMs(client: RedisLike): Promise<number> {
  const started = systemClock.monotonicMs();
  await client.ping();
  return systemClock.monotonicMs() - started;
}

/** A user who may not ask keeps the server's limits secret, and nothing else is wrong. */
async function infoOf(client: RedisLike): Promise<string> {
  try {
    return await client.info();
  } catch (error) {
    if (/\bNOPERM\b/.test(messagesOf(error))) return '';
    throw error;
  }
}

function judge(info: RedisInfo, topology: RedisTopology, ms: number, slowMs: number): ProbeOutcome {
  if (topology === 'single' && info.clustered) {
    return failed(
      'CFG-REACH-015',
      'The server is a node of a Redis Cluster, and the application takes it for a single one.',
      'Declare a Cluster, or name a server that is none.',
    );
  }
  if (info.readOnlyReplica && topology !== 'cluster') {
    return failed(
      'CFG-REACH-011',
      'The server is a replica and refuses writes.',
      'Name the master, or its Sentinels.',
    );
  }
  return answered(ms, slowMs, info.facts);
}

function notAnAddress(): ProbeOutcome {
  return failed(
    'CFG-REACH-015',
    'It holds no address of a Redis server of this kind.',
    'Write redis://[user:password@]host[:port][/database] or rediss:// for TLS, with %XX for special characters.',
  );
}

function absentIoredis(error: unknown): undefined {
  if (codesOf(error).includes('ERR_MODULE_NOT_FOUND') && messagesOf(error).includes("'ioredis'")) return;
  throw error;
}
