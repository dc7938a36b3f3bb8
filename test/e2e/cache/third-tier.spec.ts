import { Absent, L3UnreachableError, type AiCacheOptions } from '@hydrogenai/ai-cache';
import { SqliteKeyvStore } from '@hydrogenai/ai-cache/sqlite';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';
import { RedisInspector } from './support/redis-inspector.js';

let server: RedisServer;
let redis: RedisInspector;
let folder: string;
beforeAll(async () => {
  server = await startRedis();
  redis = new RedisInspector(server.url);
  folder = await mkdtemp(join(tmpdir(), 'third-tier-'));
});
afterAll(async () => {
  await redis[Symbol.asyncDispose]();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => redis.client.flushall());

const encryption: AiCacheOptions['encryption'] = { keys: [{ id: 'k', secret: randomBytes(32) }] };
const start = (file = 'answers.db'): Promise<CacheApp> =>
  startCacheApp({
    l2: { url: server.url },
    l2DeadlineMs: 5_000,
    l3: { keyv: new SqliteKeyvStore({ file: join(folder, file) }), deadlineMs: '5s' },
    encryption,
  });

/** As eviction for want of memory would do it: answers go, the invalidation log stays. */
async function evictAnswers(): Promise<void> {
  for (const key of await redis.keys()) if (key.includes(':exact:')) await redis.client.del(key);
}

describe('the third tier', () => {
  it('answers when Redis has evicted, gives the answer back to Redis and memory, and knows what was invalidated', async () => {
    const request = { namespace: 'answers', key: 'k', tags: ['t'] };
    const writer = await start();
    await writer.cache.set(request, { text: 'kept' });
    await writer.close();
    await evictAnswers();
    await using reader = await start();
    expect(await reader.cache.lookup(request)).toMatchObject({
      value: { text: 'kept' },
      hit: { tier: 'l3' },
    });
    expect(await reader.cache.lookup(request)).toMatchObject({ hit: { tier: 'l1' } });
    await expect
      .poll(async () => (await redis.keys()).filter((key) => key.includes(':exact:')).length)
      .toBe(1);
    await using third = await start();
    expect(await third.cache.lookup(request)).toMatchObject({ hit: { tier: 'l2' } });

    await third.cache.invalidate({ tags: ['t'] });
    await evictAnswers();
    await using late = await start();
    expect(await late.cache.get(request)).toBe(Absent);
  });

  it('must be there at start', async () => {
    await expect(start('no/such/folder.db')).rejects.toThrow(L3UnreachableError);
  });
});
