import {
  createRedisClient,
  createRedisCluster,
  waitUntilReady,
  type RedisLike,
} from '@hydrogenai/common/redis';
import type { InvalidationLog } from '../../../../libs/ai-cache/src/invalidation/invalidation-log.js';
import { LocalLog } from '../../../../libs/ai-cache/src/invalidation/local.log.js';
import { RedisLog } from '../../../../libs/ai-cache/src/invalidation/redis.log.js';
import type { RedisLogOptions } from '../../../../libs/ai-cache/src/invalidation/redis-log.options.js';
import { startRedisCluster } from '../../../support/redis-cluster.js';
import { startRedis } from '../../../support/redis-server.js';

/** Where a log is kept, and the logs of several processes there. */
export interface LogPlace extends AsyncDisposable {
  /** Another process that shares it; the same one where nothing is shared. */
  open(options?: Partial<RedisLogOptions>): Promise<InvalidationLog>;
  /** How many processes there are. */
  readonly processes: number;
}

/** Generous deadlines: a busy machine must not change what these tests see. */
const OPTIONS = {
  prefix: 'log',
  deadlineMs: 5_000,
  writeDeadlineMs: 5_000,
  leaseMs: 5_000,
  retentionMs: 3_600_000,
};

export const logPlaces: readonly (readonly [string, () => Promise<LogPlace>])[] = [
  [
    'memory',
    async () => {
      const log = new LocalLog();
      return { open: async () => log, processes: 1, [Symbol.asyncDispose]: async () => log.close() };
    },
  ],
  [
    'Redis',
    async () => {
      const server = await startRedis();
      return shared(
        () => createRedisClient({ url: server.url, commandTimeout: '10s' }),
        () => server.stop(),
      );
    },
  ],
  [
    'a Redis Cluster',
    async () => {
      const cluster = await startRedisCluster();
      return shared(
        () => createRedisCluster({ nodes: cluster.urls, commandTimeout: '10s' }),
        () => cluster.stop(),
      );
    },
  ],
];

function shared(connect: () => RedisLike, stop: () => Promise<void>): LogPlace {
  const clients: RedisLike[] = [];
  const logs: RedisLog[] = [];
  return {
    async open(options = {}) {
      const client = connect();
      clients.push(client);
      if (!(await waitUntilReady(client, 10_000))) throw new Error('Redis is not ready.');
      const log = new RedisLog({
        ...OPTIONS,
        client,
        calls: { state: 'up', run: (_ms, call) => call(client) },
        ...options,
      });
      logs.push(log);
      await log.open();
      return log;
    },
    get processes() {
      return logs.length;
    },
    async [Symbol.asyncDispose]() {
      for (const log of logs) log.close();
      for (const client of clients) client.disconnect();
      await stop();
    },
  };
}
