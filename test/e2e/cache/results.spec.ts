import { collectFacts } from '@hydrogenai/common/testing';
import { cacheSchemaChanged } from '@hydrogenai/ai-cache';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';
import { RedisInspector } from './support/redis-inspector.js';

let server: RedisServer;
let redis: RedisInspector;
beforeAll(async () => {
  server = await startRedis();
  redis = new RedisInspector(server.url);
});
afterAll(async () => {
  await redis[Symbol.asyncDispose]();
  await server.stop();
});
beforeEach(() => redis.client.flushall());

const start = (): Promise<CacheApp> => startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000 });
const stored = async (namespace: string): Promise<number> =>
  (await redis.keys()).filter((key) => key.includes(`:exact:${namespace}:`)).length;

const query = {
  source: 'shop',
  statement: "SELECT * FROM t WHERE a = 'x  y'",
  parameters: [1n],
  tables: ['T'],
};
const rows = [{ id: 7n, at: new Date(5), bytes: Buffer.from([1, 2]), gone: undefined }];

describe('results in Redis', () => {
  it('are the same in another process, with what JSON would lose; their statement is in no key', async () => {
    await using here = await start();
    await using there = await start();
    await here.cache.results.getOrRun(query, () => rows);
    await expect.poll(() => stored('results:shop')).toBe(1);
    const { result, hit } = await there.cache.results.resolve<typeof rows>(query, () => expect.unreachable());
    expect(result).toStrictEqual(rows);
    expect(hit?.tier).toBe('l2');
    expect((await redis.keys()).join('\n')).not.toMatch(/select/i);
  });

  it('are gone everywhere when a process invalidates their table', async () => {
    await using here = await start();
    await using there = await start();
    const ask = (app: CacheApp, value: string): Promise<string> =>
      app.cache.results.getOrRun(query, () => value);
    await ask(here, 'old');
    await expect.poll(() => stored('results:shop')).toBe(1);
    expect(await ask(there, 'unused')).toBe('old');
    expect(await here.cache.results.invalidateTables('shop', ['t'])).toEqual({
      reached: 'everyone',
      processes: 2,
    });
    expect(await ask(there, 'new')).toBe('new');
    await expect.poll(() => stored('results:shop')).toBe(1);
    expect(await ask(here, 'unused')).toBe('new');
  });
});

describe('a schema in Redis', () => {
  it('that one process finds changed takes the results of the other one with it', async () => {
    await using here = await start();
    await using there = await start();
    using changes = collectFacts(cacheSchemaChanged);
    await here.cache.schemas.getOrLoad('shop', () => ['a']);
    expect(await there.cache.results.getOrRun(query, () => 'old')).toBe('old');
    await expect.poll(() => stored('schemas')).toBe(2);
    expect(await here.cache.schemas.refresh('shop', () => ['a'])).toMatchObject({ change: 'unchanged' });
    expect(await there.cache.results.getOrRun(query, () => 'new')).toBe('old');
    expect(await there.cache.schemas.refresh('shop', () => ['a', 'b'])).toMatchObject({ change: 'changed' });
    expect(await there.cache.results.getOrRun(query, () => 'new')).toBe('new');
    await expect.poll(() => stored('schemas')).toBe(2);
    expect(await here.cache.schemas.getOrLoad('shop', () => ['c'])).toEqual(['a', 'b']);
    expect(changes.facts).toEqual([{ source: 'shop' }]);
  });
});
