import { cacheRecordRejected, type AiCacheOptions } from '@hydrogenai/ai-cache';
import { SqliteKeyvStore } from '@hydrogenai/ai-cache/sqlite';
import { runInContext } from '@hydrogenai/common';
import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';
import { eventually } from './support/eventually.js';
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

const request = { namespace: 'answers', key: 'q' };

/** A generous deadline: these tests are about content, on a machine that may be busy. */
function start(options: AiCacheOptions = {}): Promise<CacheApp> {
  return startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000, lease: '5s', ...options });
}

describe('freshness through the service', () => {
  it('serves what is stale while it is computed anew, once, and then the new answer', async () => {
    const clock = new FakeClock();
    await using app = await start({ clock, ttl: '1s', freshness: { staleFor: '10s' } });
    let computed = 0;
    const ask = (): Promise<number> => app.cache.getOrCompute(request, () => ++computed);
    expect(await ask()).toBe(1);
    clock.advance(1_500);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
    await eventually(
      () => Promise.resolve(computed),
      (count) => count === 2,
    );
    await eventually(ask, (answer) => answer === 2);
    expect(computed).toBe(2);
    expect(app.cache.stats()).toMatchObject({ misses: 1, refreshes: 1 });
  });

  it('serves what another process has left stale in Redis, and only to those who may have it', async () => {
    const clock = new FakeClock();
    await using one = await start({ clock, ttl: '1s', freshness: { staleFor: '10s' } });
    await one.cache.set(request, 'old');
    clock.advance(2_000);
    await using other = await start({ clock, ttl: '1s' });
    expect(await other.cache.resolve({ ...request, staleFor: '10s' }, () => 'new')).toMatchObject({
      value: 'old',
      hit: { tier: 'l2', ageMs: 2_000 },
    });
    await using strict = await start({ clock, ttl: '1s' });
    expect(await strict.cache.get(request)).not.toBe('old');
    expect(await strict.cache.getOrCompute(request, () => 'new')).toBe('new');
  });

  it('lets an old answer stand in for a computation that fails, but not beyond its time', async () => {
    const clock = new FakeClock();
    await using app = await start({
      clock,
      ttl: '1s',
      freshness: { failSafeFor: '10s', failSafeThrottle: 0 },
    });
    const fail = (): Promise<never> => Promise.reject(new Error('down'));
    await app.cache.set(request, 'old');
    clock.advance(5_000);
    expect(await app.cache.getOrCompute<string>(request, fail)).toBe('old');
    clock.advance(10_000);
    await expect(app.cache.getOrCompute(request, fail)).rejects.toThrow('down');
  });

  it('never lets an invalidated answer stand in', async () => {
    const clock = new FakeClock();
    const freshness = { staleFor: '10s', failSafeFor: '10s' } as const;
    await using app = await start({ clock, ttl: '1s', freshness });
    await using other = await start({ clock, ttl: '1s', freshness });
    await app.cache.set({ ...request, tags: ['t'] }, 'old');
    clock.advance(2_000);
    expect(await other.cache.invalidate({ tags: ['t'] })).toMatchObject({ reached: 'everyone' });
    for (const { cache } of [app, other]) {
      await expect(cache.getOrCompute(request, () => Promise.reject(new Error('down')))).rejects.toThrow(
        'down',
      );
    }
  });
});

describe('bytes', () => {
  it('come back as bytes from memory and from Redis, and everybody has a copy', async () => {
    await using app = await start();
    const bytes = new Uint8Array([0, 255, 7]);
    const first = await app.cache.getOrCompute(request, () => bytes);
    bytes[0] = 9;
    first[1] = 9;
    const expected = new Uint8Array([0, 255, 7]);
    expect(await app.cache.getOrCompute(request, () => bytes)).toEqual(expected);
    await eventually(
      () => redis.keys(),
      (keys) => keys.some((key) => key.includes(':answers:')),
    );
    await using other = await start();
    const found = await other.cache.resolve(request, () => bytes);
    expect(found).toMatchObject({ value: expected, hit: { tier: 'l2' } });
  });
});

describe('encryption through the service', () => {
  const secret = randomBytes(32);
  const encryption = { keys: [{ id: 'now', secret }] };

  it('leaves nothing readable in Redis, and no name that can be computed', async () => {
    await using app = await start({ encryption });
    await app.cache.set({ ...request, tags: ['canary-tag'] }, { text: 'canary-answer '.repeat(300) });
    await using plain = await start({ prefix: 'plain' });
    await plain.cache.set(request, 'x');
    const keys = await redis.keys();
    const named = (prefix: string): string | undefined =>
      keys
        .find((key) => key.startsWith(prefix) && key.includes('answers'))
        ?.split(':')
        .at(-1);
    expect(named('hydrogenai:')).toMatch(/^[\w-]{43}$/);
    expect(named('hydrogenai:')).not.toBe(named('plain:'));
    for (const key of keys.filter((one) => one.includes('answers'))) {
      expect((await redis.client.getBuffer(key))?.toString('latin1')).not.toContain('canary');
    }
    await using other = await start({ encryption });
    expect(await other.cache.get<{ text: string }>(request)).toMatchObject({ text: /^canary-answer/ });
  });

  it('takes a record of another tenant, of an unknown key, or without encryption for a miss, and says so', async () => {
    await using app = await start({ encryption: { ...encryption, names: false } });
    const at = <T>(tenant: string, work: () => Promise<T>): Promise<T> =>
      Promise.resolve(runInContext({ correlationId: 'c', tenant }, work));
    await at('a', () => app.cache.set(request, 'of a'));
    await at('b', () => app.cache.set(request, 'of b'));
    const [ofA = '', ofB = ''] = (await redis.keys()).filter((key) => key.includes(':answers:')).toSorted();
    const lifetime = await redis.client.pttl(ofB);
    await redis.client.set(ofB, (await redis.client.getBuffer(ofA)) ?? '', 'PX', lifetime);
    using rejected = collectFacts(cacheRecordRejected);
    await using other = await start({ encryption: { ...encryption, names: false } });
    expect(await at('b', () => other.cache.getOrCompute(request, () => 'made'))).toBe('made');
    await using late = await start({
      encryption: { keys: [{ id: 'later', secret: randomBytes(32) }], names: false },
    });
    expect(await at('a', () => late.cache.getOrCompute(request, () => 'made'))).toBe('made');
    expect(rejected.facts.map(({ reason }) => reason)).toEqual(['not-authentic', 'unknown-key']);
  });
});

describe('the third tier through the service', () => {
  it('answers when Redis has lost the record, fills the tiers before it, and obeys invalidations', async () => {
    const keyv = new SqliteKeyvStore({ file: ':memory:' });
    await using app = await start({ l3: { keyv, keepOpen: true, deadlineMs: '5s' } });
    await app.cache.set({ ...request, tags: ['t'], ttl: '1h' }, { n: 1 });
    await eventually(
      () => Promise.resolve(app.cache.stats().l3.queuedWrites),
      (queued) => queued === 0,
    );
    const record = (await redis.keys()).find((key) => key.includes(':answers:')) ?? '';
    await redis.client.del(record);

    await using other = await start({ l3: { keyv, keepOpen: true, deadlineMs: '5s' } });
    expect(await other.cache.resolve(request, () => ({ n: 2 }))).toMatchObject({
      value: { n: 1 },
      hit: { kind: 'exact', tier: 'l3' },
    });
    await eventually(
      () => redis.client.pttl(record),
      (ms) => ms > 3_500_000 && ms <= 3_600_000,
    );
    expect(other.cache.stats()).toMatchObject({ hits: { l3: 1 }, l3: { state: 'up', unreadable: 0 } });

    await other.cache.invalidate({ tags: ['t'] });
    await redis.client.del(record);
    await using third = await start({ l3: { keyv, keepOpen: true, deadlineMs: '5s' } });
    expect(await third.cache.getOrCompute(request, () => ({ n: 3 }))).toEqual({ n: 3 });
    await keyv.disconnect();
  });

  it('does not hold up the start with a silence: an unreachable one is an error', async () => {
    const broken = {
      get: () => Promise.reject(new Error('no route to canary')),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(true),
      clear: () => Promise.resolve(),
      opts: {},
    };
    // What JavaScript callers may give: an adapter that only looks like one.
    const l3 = { keyv: broken as never };
    const starting = start({ l3 });
    await expect(starting).rejects.toMatchObject({ name: 'L3UnreachableError' });
    await expect(starting).rejects.not.toThrow(/canary/);
  });
});

describe('processes that miss the same', () => {
  it('compute once in all, and the others get the answer', async () => {
    await using one = await start();
    await using two = await start();
    let computed = 0;
    const slow = async (): Promise<number> => {
      computed += 1;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return computed;
    };
    const asked = [one, two].flatMap(({ cache }) =>
      Array.from({ length: 50 }, () => cache.getOrCompute(request, slow)),
    );
    expect(new Set(await Promise.all(asked))).toEqual(new Set([1]));
    expect(computed).toBe(1);
  });

  it('get the failure of their own computation, each', async () => {
    await using one = await start();
    await using two = await start();
    const fail = (): Promise<never> => Promise.reject(new Error('upstream'));
    const outcomes = await Promise.allSettled(
      [one, two].map(({ cache }) => cache.getOrCompute(request, fail)),
    );
    expect(outcomes.map((outcome) => 'reason' in outcome && String(outcome.reason))).toEqual([
      'Error: upstream',
      'Error: upstream',
    ]);
    expect(await one.cache.getOrCompute(request, () => 'fine')).toBe('fine');
  });
});
