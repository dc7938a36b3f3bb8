import { Absent, cacheRecordRejected, type AiCacheOptions } from '@hydrogenai/ai-cache';
import { runInContext } from '@hydrogenai/common';
import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import fc from 'fast-check';
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

/** A generous deadline: these tests are about content, on a machine that may be busy. */
function start(options: AiCacheOptions = {}): Promise<CacheApp> {
  return startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000, ...options });
}

const request = { namespace: 'answers', key: 'What is the capital of France?' };

describe('Redis as second tier', () => {
  it('serves another process with one GET for 1,000 concurrent callers, whatever they call', async () => {
    await using writer = await start();
    await using reader = await start();
    await writer.cache.set(request, { text: 'Paris' });
    const before = await redis.calls('get');
    const factory = (): never => expect.unreachable('Redis has the answer');
    const callers = Array.from({ length: 1_000 }, (_, n) =>
      n % 2 === 0 ? reader.cache.getOrCompute(request, factory) : reader.cache.get(request),
    );
    expect(new Set(await Promise.all(callers)).size).toBe(1);
    expect(await redis.calls('get')).toBe(before + 1);
    expect(reader.cache.stats()).toMatchObject({ hits: { l1: 0, l2: 1_000 }, misses: 0 });
    expect(await reader.cache.get(request)).toEqual({ text: 'Paris' });
    expect(await redis.calls('get')).toBe(before + 1);
  });

  it('shares a round trip among reads of one moment, of whatever tenant, and gives each its own', async () => {
    await using writer = await start();
    await using reader = await start();
    const of = <Result>(n: number, work: () => Result): Result =>
      runInContext({ correlationId: 'c', tenant: `tenant-${n % 7}` }, work);
    const requestOf = (n: number) => ({ namespace: 'answers', key: n });
    for (let n = 0; n < 100; n++) await of(n, () => writer.cache.set(requestOf(n), `answer ${n}`));
    const before = { get: await redis.calls('get'), mget: await redis.calls('mget') };
    const found = await Promise.all(
      Array.from({ length: 110 }, (_, n) => of(n, () => reader.cache.get(requestOf(n)))),
    );
    expect(found).toEqual(Array.from({ length: 110 }, (_, n) => (n < 100 ? `answer ${n}` : Absent)));
    const sent = (await redis.calls('mget')) - before.mget + (await redis.calls('get')) - before.get;
    expect(sent).toBe(4);
  });

  it('computes once for 1,000 concurrent misses and writes once', async () => {
    await using app = await start();
    let calls = 0;
    const factory = async (): Promise<string> => `computed ${++calls}`;
    const callers = Array.from({ length: 1_000 }, () => app.cache.getOrCompute(request, factory));
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['computed 1']));
    await eventually(
      () => redis.keys(),
      (keys) => keys.length === 1,
    );
    expect(await redis.calls('get')).toBeGreaterThan(0);
    expect(calls).toBe(1);
  });

  it('says where an answer came from and how old it is', async () => {
    const clock = new FakeClock();
    await using writer = await start({ clock });
    await using reader = await start({ clock });
    const { entryId } = await writer.cache.resolve(request, () => 'x');
    await eventually(
      () => redis.keys(),
      (keys) => keys.length === 1,
    );
    clock.advance(2_500);
    const hit = { kind: 'exact', ageMs: 2_500, entryId };
    const refused = (): never => expect.unreachable('Redis has the answer');
    expect(await reader.cache.resolve(request, refused)).toEqual({
      value: 'x',
      hit: { ...hit, tier: 'l2' },
      entryId,
    });
    expect(await reader.cache.resolve(request, refused)).toMatchObject({ hit: { ...hit, tier: 'l1' } });
  });

  it('gives memory only the time that remains', async () => {
    const clock = new FakeClock();
    await using writer = await start({ clock });
    await using reader = await start({ clock });
    await writer.cache.set({ ...request, ttl: '10s' }, 'x');
    clock.advance(9_000);
    expect(await reader.cache.get(request)).toBe('x');
    clock.advance(999);
    expect(await reader.cache.get(request)).toBe('x');
    expect(reader.cache.stats().hits).toMatchObject({ l1: 1, l2: 1 });
    clock.advance(1);
    expect(await reader.cache.get(request)).toBe(Absent);
  });

  it('lets Redis forget an entry at the end of its lifetime', async () => {
    await using app = await start();
    await app.cache.set({ ...request, ttl: 60_000 }, 'x');
    const [key = ''] = await redis.keys();
    const left = await redis.client.pttl(key);
    expect(left).toBeGreaterThan(30_000);
    expect(left).toBeLessThanOrEqual(60_000);
  });

  it('keeps questions and answers out of the key', async () => {
    await using app = await start({ prefix: 'shop' });
    await runInContext({ correlationId: 'c', tenant: 'acme' }, () => app.cache.set(request, 'x'));
    expect(await redis.keys()).toEqual([expect.stringMatching(/^shop:2:\{acme\}:exact:answers:[\w-]{43}$/)]);
  });

  it('never serves one tenant with the answer of another', async () => {
    await using writer = await start();
    await using reader = await start();
    const as = <T>(tenant: string, work: () => Promise<T>): Promise<T> =>
      runInContext({ correlationId: 'c', tenant }, work);
    await as('a', () => writer.cache.set(request, 'of a'));
    expect(await as('b', () => reader.cache.get(request))).toBe(Absent);
    expect(await reader.cache.get(request)).toBe(Absent);
    expect(await as('a', () => reader.cache.get(request))).toBe('of a');
  });

  it('deletes on both tiers, and a write that is under way does not bring it back', async () => {
    await using app = await start();
    await using other = await start();
    await app.cache.getOrCompute(request, () => 'x');
    expect(await app.cache.delete(request)).toBe(true);
    expect(await redis.keys()).toEqual([]);
    expect(await other.cache.get(request)).toBe(Absent);
  });

  it('does not keep in memory what it read while the entry was deleted', async () => {
    await using writer = await start();
    await using app = await start();
    await writer.cache.set(request, 'old');
    const reading = app.cache.get(request);
    // The read is on its way then; its answer needs a turn of the event loop, which none of these is.
    for (let n = 0; n < 20; n++) await undefined;
    const deleting = app.cache.delete(request);
    expect(['old', Absent]).toContain(await reading);
    expect(await deleting).toBe(true);
    expect(await app.cache.get(request)).toBe(Absent);
  });
});

describe('what comes back from Redis', () => {
  it('is equal, for every JSON value', async () => {
    await using writer = await start();
    await using reader = await start();
    let key = 0;
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async (value) => {
        const own = { namespace: 'values', key: `${key++}` };
        await writer.cache.set(own, value);
        expect(await reader.cache.get(own)).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
    expect(reader.cache.stats().hits.l2).toBe(key);
  });

  it.each([
    ['null', null],
    ['-0', [-0]],
    ['lone surrogates', '\ud800 \udc00'],
    ['NUL and line separators', '\u0000\u2028\u2029'],
    ['text that other formats revive', ['_function_f|function(){}', '_date_2020-01-01', ':base64:aGk=']],
    ['__proto__ keys', JSON.parse('{"__proto__":{"polluted":1},"a":{"__proto__":[2]}}')],
    ['10 MB of text', 'é"\\\n'.repeat(2 * 1024 * 1024)],
    ['10 MB of structure', Array.from({ length: 100_000 }, (_, id) => ({ id, text: 'x'.repeat(80) }))],
  ])('is equal for %s, and frozen', async (_, value) => {
    await using writer = await start();
    await using reader = await start();
    await writer.cache.set(request, value);
    const back = await reader.cache.get(request);
    expect(back).toEqual(value);
    expect(JSON.stringify(back) === JSON.stringify(value)).toBe(true);
    expect(Object.isFrozen(back)).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(reader.cache.stats().hits.l2).toBe(1);
  });

  it('cannot be changed by one caller for the next', async () => {
    await using writer = await start();
    await using reader = await start();
    await writer.cache.set(request, { list: [{ n: 1 }] });
    const answer = await reader.cache.getOrCompute(request, () => ({ list: [{ n: 2 }] }));
    expect(() => answer.list.push({ n: 3 })).toThrow(TypeError);
    expect(() => Object.assign(answer.list[0] ?? {}, { n: 3 })).toThrow(TypeError);
    expect(await reader.cache.get(request)).toEqual({ list: [{ n: 1 }] });
  });
});

describe('an entry that cannot be read', () => {
  it.each([
    ['foreign', '{"value":"x"}'],
    ['truncated', ''],
    ['version', 'hyd9 of the future'],
    ['version', 'hyd1|1|2'],
    ['truncated', 'hyd\x02'],
    ['corrupt', `hyd\x02${'\0'.repeat(200)}`],
  ])('is a miss and a fact: %s', async (reason, stored) => {
    await using app = await start();
    await app.cache.set(request, 'x');
    const [key = ''] = await redis.keys();
    await redis.client.set(key, stored);
    await using other = await start();
    using collected = collectFacts(cacheRecordRejected);
    expect(await other.cache.getOrCompute(request, () => 'computed')).toBe('computed');
    expect(collected.facts).toEqual([{ namespace: 'answers', tier: 'l2', reason }]);
    expect(other.cache.stats().l2).toMatchObject({ state: 'up', unreadable: 1 });
  });

  it('is a miss also when the key holds a list, and Redis stays up', async () => {
    await using app = await start();
    await app.cache.set(request, 'x');
    const [key = ''] = await redis.keys();
    await redis.client.del(key);
    await redis.client.lpush(key, 'x');
    await using other = await start();
    for (let n = 0; n < 20; n++) expect(await other.cache.get(request)).toBe(Absent);
    expect(other.cache.stats().l2).toMatchObject({
      state: 'up',
      errors: { reply: 20, connection: 0, deadline: 0 },
    });
  });
});
