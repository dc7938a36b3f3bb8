import { Absent, type AiCacheOptions, type CacheRequest } from '@hydrogenai/ai-cache';
import { InvalidOptionError, runInContext } from '@hydrogenai/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

/** Generous, on a machine that may be busy. */
const onRedis = (): AiCacheOptions => ({ l2: { url: server.url }, l2DeadlineMs: 5_000, lease: '5s' });

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function request(key: string, more: Partial<CacheRequest> = {}): CacheRequest {
  return { namespace: 'answers', key, ...more };
}

describe.each(['memory', 'Redis'])('invalidation on %s', (kind) => {
  let here: CacheApp;
  /** Another process; in memory the same one, for nothing is shared. */
  let there: CacheApp;

  beforeEach(async () => {
    await redis.client.flushall();
    here = await startCacheApp(kind === 'Redis' ? onRedis() : {});
    there = kind === 'Redis' ? await startCacheApp(onRedis()) : here;
  });

  afterEach(async () => {
    await here.close();
    if (there !== here) await there.close();
  });

  /** Answers of two namespaces, each read by both processes. */
  async function fill(): Promise<void> {
    await here.cache.set(request('a', { tags: ['customer:1', 'kind:x'] }), 'a');
    await here.cache.set(request('b', { tags: ['customer:2'] }), 'b');
    await here.cache.set({ namespace: 'other', key: 'c', tags: ['customer:1'] }, 'c');
    expect(await held()).toEqual(['a', 'b', 'c']);
  }

  /** What each process still serves; both must agree. */
  async function held(): Promise<unknown[]> {
    const all = [request('a'), request('b'), { namespace: 'other', key: 'c' }];
    const [first, second] = await Promise.all(
      [here, there].map(({ cache }) => Promise.all(all.map((each) => cache.get(each)))),
    );
    expect(second).toEqual(first);
    return (first ?? []).map((value) => (value === Absent ? '-' : value));
  }

  it.each([
    ['a tag', { tags: ['customer:1'] }, ['-', 'b', '-']],
    ['one of two tags', { tags: ['nobody', 'kind:x'] }, ['-', 'b', 'c']],
    ['a namespace', { namespace: 'answers' }, ['-', '-', 'c']],
    ['a key', { keys: [request('b')] }, ['a', '-', 'c']],
    ['a key of another namespace', { keys: [{ namespace: 'other', key: 'a' }] }, ['a', 'b', 'c']],
    ['everything', { everything: true }, ['-', '-', '-']],
    ['several things', { namespace: 'other', keys: [request('a')], tags: ['x'] }, ['-', 'b', '-']],
  ])('of %s reaches the memory of every process', async (_, target, left) => {
    await fill();
    const processes = kind === 'Redis' ? 2 : 1;
    expect(await there.cache.invalidate(target)).toEqual({ reached: 'everyone', processes });
    expect(await held()).toEqual(left);
  });

  it('is followed by answers that are kept again', async () => {
    await fill();
    await here.cache.invalidate({ namespace: 'answers' });
    let calls = 0;
    for (const { cache } of [here, there, here]) {
      expect(await cache.getOrCompute(request('a'), () => `new ${++calls}`)).toBe('new 1');
      if (kind === 'Redis')
        await eventually(
          () => redis.keys(),
          (keys) => keys.length > 1,
        );
    }
  });

  it.each([
    ['a tag that only the answer tells', { tags: ['of:x'] }],
    ['the namespace', { namespace: 'answers' }],
    ['the key', { keys: [request('k')] }],
    ['everything', { everything: true }],
  ])('of %s during a computation: no tier keeps it, and nobody who asks later gets it', async (_, target) => {
    const gate = Promise.withResolvers<string>();
    const options = { tags: (value: string) => [`of:${value.slice(0, 1)}`] };
    const started = Promise.withResolvers<void>();
    const load = (): Promise<string> => {
      started.resolve();
      return gate.promise;
    };
    const early = here.cache.getOrCompute(request('k'), load, options);
    await started.promise;
    const joined = here.cache.getOrCompute(request('k'), () => 'not called', options);
    await there.cache.invalidate(target);
    const late = here.cache.getOrCompute(request('k'), () => 'x new', options);
    await turn();
    gate.resolve('x old');
    expect([await early, await joined, await late]).toEqual(['x old', 'x old', 'x new']);
    expect(await here.cache.get(request('k'))).toBe('x new');
    if (there !== here) expect(await there.cache.get(request('k'))).toBe('x new');
    expect(here.cache.stats()).toMatchObject({ stores: 1, outdated: 1 });
  });

  it('of something else during a computation does not matter', async () => {
    const gate = Promise.withResolvers<string>();
    const computing = here.cache.getOrCompute(request('k', { tags: ['mine'] }), () => gate.promise);
    await turn();
    await there.cache.invalidate({ tags: ['other'], keys: [request('other')], namespace: 'other' });
    gate.resolve('x');
    expect(await computing).toBe('x');
    await eventually(
      () => there.cache.get(request('k')),
      (value) => value === 'x',
    );
    expect(here.cache.stats()).toMatchObject({ stores: 1, outdated: 0 });
  });

  it('keeps to the tenant', async () => {
    const as = <T>(tenant: string, work: () => Promise<T>): Promise<T> =>
      runInContext({ correlationId: 'c', tenant }, work);
    for (const tenant of ['a', 'b'])
      await as(tenant, () => here.cache.set(request('k', { tags: ['t'] }), tenant));
    await as('a', () => there.cache.invalidate({ tags: ['t'], namespace: 'answers', everything: true }));
    expect(await as('a', () => here.cache.get(request('k')))).toBe(Absent);
    expect(await as('b', () => here.cache.get(request('k')))).toBe('b');
  });

  it('by set and delete: no process serves what was there', async () => {
    await here.cache.set(request('k'), 1);
    expect(await there.cache.get(request('k'))).toBe(1);
    await there.cache.set(request('k'), 2);
    expect(await here.cache.get(request('k'))).toBe(2);
    expect(await there.cache.get(request('k'))).toBe(2);
    expect(await here.cache.delete(request('k'))).toBe(true);
    expect(await there.cache.get(request('k'))).toBe(Absent);
  });

  it('refuses targets and tags that cannot be, naming the field and no tag', async () => {
    const refused: readonly [object, RegExp][] = [
      [{}, /^invalidate: expected at least one/],
      [{ tags: [] }, /^invalidate: /],
      [{ tags: ['canary', 7] }, /^tags: /],
      [{ namespace: 'a b' }, /^namespace: /],
      [{ keys: Array.from({ length: 1_001 }, () => request('k')) }, /^keys: /],
    ];
    for (const [target, message] of refused) {
      await expect(here.cache.invalidate(target)).rejects.toThrow(InvalidOptionError);
      await expect(here.cache.invalidate(target)).rejects.toThrow(message);
      await expect(here.cache.invalidate(target)).rejects.not.toThrow(/canary/);
    }
    const many = Array.from({ length: 65 }, (_, n) => `canary ${n}`);
    await expect(here.cache.set(request('k', { tags: many }), 1)).rejects.toThrow(
      /^tags: expected at most 64/,
    );
    const derived = here.cache.getOrCompute(request('k'), () => 1, { tags: () => many });
    await expect(derived).rejects.toThrow(/^tags: expected at most 64/);
    expect(await here.cache.get(request('k'))).toBe(Absent);
  });
});

describe('invalidation on Redis', () => {
  beforeEach(() => redis.client.flushall());

  it('keeps tags, keys and answers out of what Redis stores of it', async () => {
    await using app = await startCacheApp(onRedis());
    await app.cache.set(request('canary-key', { tags: ['canary-tag'] }), 'x');
    await app.cache.invalidate({ tags: ['canary-tag'], keys: [request('canary-key')] });
    const log = await redis.client.zrange('hydrogenai:2:{-}:invalidations', 0, -1);
    expect(log.length).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify([log, await redis.client.keys('*')])).not.toContain('canary');
  });

  it('deletes the entries of invalidated keys, and keeps its own book longer than any entry lives', async () => {
    await using app = await startCacheApp({ ...onRedis(), maxTtl: '2h' });
    await app.cache.set(request('k', { ttl: '2h' }), 'x');
    await app.cache.invalidate({ keys: [request('k')] });
    expect(await redis.keys()).toEqual([]);
    const left = await redis.client.pttl('hydrogenai:2:{-}:invalidations');
    expect(left).toBeGreaterThan(2 * 3_600_000);
    expect(left).toBeLessThanOrEqual(3 * 3_600_000);
    await expect(app.cache.set(request('k', { ttl: '121m' }), 'x')).rejects.toThrow(/^ttl: .* to 2h/);
  });

  it('serves nothing of a life of the log that is over, in memory or in Redis', async () => {
    await using here = await startCacheApp(onRedis());
    await using there = await startCacheApp(onRedis());
    for (const key of ['a', 'b']) await here.cache.set(request(key), key);
    expect(await there.cache.get(request('a'))).toBe('a');
    // As after an eviction: the entries are still there.
    await redis.client.del('hydrogenai:2:{-}:invalidations');
    await here.cache.invalidate({ keys: [request('x')] });
    for (const { cache } of [here, there]) {
      expect(await cache.get(request('a'))).toBe(Absent);
      expect(await cache.get(request('b'))).toBe(Absent);
    }
    await here.cache.set(request('a'), 'new');
    expect(await there.cache.get(request('a'))).toBe('new');
  });

  it('answers a computation whose log was lost meanwhile, and keeps the next one', async () => {
    await using app = await startCacheApp(onRedis());
    await app.cache.set(request('x'), 1);
    const compute = (): string => 'computed';
    await redis.client.flushall();
    expect(await app.cache.getOrCompute(request('a'), compute)).toBe('computed');
    await eventually(
      () => app.cache.stats().outdated,
      (outdated) => outdated === 1,
    );
    expect(await app.cache.getOrCompute(request('a'), compute)).toBe('computed');
    await eventually(
      () => redis.keys(),
      (keys) => keys.length === 1,
    );
  });

  it('tells how long messages take, and who listens', async () => {
    await using here = await startCacheApp(onRedis());
    await using there = await startCacheApp(onRedis());
    await here.cache.invalidate({ everything: true });
    const { invalidation } = here.cache.stats();
    expect(invalidation).toMatchObject({ state: 'trusted', sent: 1, heard: 1, gaps: 0, unacknowledged: 0 });
    expect(invalidation.lagMs?.longest).toBeGreaterThan(0);
    expect(invalidation.acknowledgedMs).toBeGreaterThan(0);
    expect(there.cache.stats().invalidation).toMatchObject({ sent: 0, heard: 1 });
  });

  it('does not wait for a process that has closed', async () => {
    await using here = await startCacheApp(onRedis());
    const there = await startCacheApp(onRedis());
    expect(await here.cache.invalidate({ everything: true })).toMatchObject({ processes: 2 });
    await there.close();
    await eventually(
      () => redis.client.zcard('hydrogenai:2:leases'),
      (leases) => leases === 1,
    );
    expect(await here.cache.invalidate({ everything: true })).toMatchObject({ processes: 1 });
    expect(here.cache.stats().invalidation.unacknowledged).toBe(0);
  });
});
