import { Absent, cacheRecordRejected, type AiCacheOptions } from '@hydrogenai/ai-cache';
import { runInContext } from '@hydrogenai/common';
import { collectFacts } from '@hydrogenai/common/testing';
import { randomBytes } from 'node:crypto';
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

const [older, newer] = [
  { id: 'older', secret: randomBytes(32) },
  { id: 'newer', secret: randomBytes(32) },
];
const start = (...keys: (typeof older)[]): Promise<CacheApp> => {
  const encryption: AiCacheOptions['encryption'] = keys.length === 0 ? undefined : { keys };
  return startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000, encryption });
};
const request = { namespace: 'answers', key: 'canary question' };
const as = <T>(tenant: string, work: () => Promise<T>): Promise<T> =>
  runInContext({ correlationId: 'c', tenant }, work);

/** Everything that Redis holds of answers: key and bytes. */
async function records(): Promise<[string, Buffer][]> {
  const found: [string, Buffer][] = [];
  for (const key of await redis.keys()) {
    if (!key.includes(':exact:')) continue;
    const bytes = await redis.client.getBuffer(key);
    if (bytes !== null) found.push([key, bytes]);
  }
  return found;
}

describe('encrypted answers in Redis', () => {
  it('come back to every process with the key, and show nobody what they are', async () => {
    await using writer = await start(older);
    await using reader = await start(older);
    await writer.cache.set(request, { text: 'canary answer' });
    expect(await reader.cache.lookup(request)).toMatchObject({
      value: { text: 'canary answer' },
      hit: { tier: 'l2' },
    });
    const [[key, bytes] = ['', Buffer.alloc(0)]] = await records();
    expect(`${key}${bytes.toString('latin1')}`).not.toContain('canary');
    await redis.client.flushall();
    await using plain = await start();
    await plain.cache.set(request, 1);
    expect((await records())[0]?.[0]).not.toBe(key);
  });

  it('are misses with a fact where they were moved to another tenant or request, or changed', async () => {
    await using writer = await start(older);
    await as('a', () => writer.cache.set(request, 'of a'));
    await as('b', () => writer.cache.set(request, 'of b'));
    const all = await records();
    const [one, two] = [all.find(([key]) => key.includes('{a}')), all.find(([key]) => key.includes('{b}'))];
    if (one === undefined || two === undefined) throw new Error('Two records were stored.');
    await redis.client.set(one[0], two[1]);
    two[1][two[1].length - 1] = (two[1].at(-1) ?? 0) ^ 1;
    await redis.client.set(two[0], two[1]);
    await using reader = await start(older);
    using rejected = collectFacts(cacheRecordRejected);
    expect(await as('a', () => reader.cache.get(request))).toBe(Absent);
    expect(await as('b', () => reader.cache.get(request))).toBe(Absent);
    const fact = { namespace: 'answers', tier: 'l2', reason: 'not-authentic' };
    expect(rejected.facts).toEqual([fact, fact]);
  });

  it('are left out of Redis once their key has encrypted as often as it may, and are still answered from memory', async () => {
    await using worn = await startCacheApp({
      l2: { url: server.url },
      l2DeadlineMs: 5_000,
      encryption: { keys: [older], mostUses: 1 },
    });
    const second = { ...request, key: 'second' };
    await worn.cache.set(request, 1);
    await worn.cache.set(second, 2);
    expect(await records()).toHaveLength(1);
    expect(await worn.cache.get(second)).toBe(2);
  });

  it('stay readable through a rotation, and are misses once their key is gone', async () => {
    await using before = await start(older);
    await before.cache.set(request, 'x');
    await using during = await start(newer, older);
    expect(await during.cache.get(request)).toBe('x');
    await using after = await start(newer);
    expect(await after.cache.get(request)).toBe(Absent);
    await using without = await start();
    expect(await without.cache.get(request)).toBe(Absent);
  });
});
