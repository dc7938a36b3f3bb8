import type { Clock } from '@hydrogenai/common';
import type { RedisSource } from '@hydrogenai/common/redis';
import { MemoryBoard } from './memory.board.js';
import type { SharedBoard } from './shared-board.js';

export interface BoardSource {
  readonly redis: RedisSource;
  readonly prefix: string;
}

/** An application starts without its Redis after this long; it learns what the others know as soon as Redis is there. */
const LONGEST_START_MS = 1_000;

/**
 * The board of one process, or of all that share a Redis, which may be lost: then it goes on by itself.
 * @throws InvalidOptionError for a source that is none.
 */
export async function openBoard(source: BoardSource | undefined, clock: Clock): Promise<SharedBoard> {
  if (!source) return new MemoryBoard(clock);
  // ioredis is an optional peer: without `redis` it need not be installed.
  const [{ checkRedisSource, openRedis, waitUntilReady }, { RedisBoard }] = await Promise.all([
    import('@hydrogenai/common/redis'),
    import('./redis.board.js'),
  ]);
  checkRedisSource(source.redis, 'sharedState.redis');
  const redis = openRedis(source.redis, { name: 'hydrogenai-ai-board', commandTimeout: '1s' });
  const board = new RedisBoard({ redis, clock, prefix: source.prefix });
  if (redis.client.status !== 'wait') await waitUntilReady(redis.client, LONGEST_START_MS);
  await board.start();
  return board;
}
