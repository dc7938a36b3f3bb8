import { join } from 'node:path';
import { InvalidOptionError } from '@hydrogenai/common';
import type { Cache } from 'cache-manager';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';
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

describe.each(['Redis', 'memory'])('CACHE_MANAGER on %s', (kind) => {
  let app: CacheApp;
  let manager: Cache;

  beforeEach(async () => {
    await redis.client.flushall();
    app = await startCacheApp(kind === 'Redis' ? { l2: { url: server.url }, l2DeadlineMs: 5_000 } : {});
    manager = app.manager;
  });

  afterEach(() => app.close());

  it('sets, gets, wraps and deletes', async () => {
    await manager.set('k', { a: [1, null] });
    expect(await manager.get('k')).toEqual({ a: [1, null] });
    let calls = 0;
    const compute = (): number => ++calls;
    expect([await manager.wrap('w', compute), await manager.wrap('w', compute)]).toEqual([1, 1]);
    await manager.mset([
      { key: 'm1', value: 1 },
      { key: 'm2', value: 2, ttl: 60_000 },
    ]);
    expect(await manager.mget(['m1', 'absent', 'm2'])).toEqual([1, undefined, 2]);
    await manager.del('k');
    expect(await manager.get('k')).toBeUndefined();
    await manager.mdel(['m1', 'm2']);
    expect(await manager.mget(['m1', 'm2'])).toEqual([undefined, undefined]);
  });

  it.each([0.5, -1, '5s', Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the lifetime %j instead of storing nothing',
    async (ttl) => {
      // Lifetimes that only JavaScript callers can write.
      const bad = ttl as number;
      await expect(manager.set('k', 'x', bad)).rejects.toThrow(InvalidOptionError);
      await expect(manager.set('k', 'x', bad)).rejects.toThrow(/^ttl: expected whole milliseconds/);
      await expect(manager.mset([{ key: 'k', value: 'x', ttl: bad }])).rejects.toThrow(/^ttl:/);
      await expect(manager.wrap('k', () => 'x', bad)).rejects.toThrow(/^ttl:/);
      await expect(manager.wrap('k', () => 'x', { ttl: () => bad })).rejects.toThrow(/^ttl:/);
      expect(await manager.get('k')).toBeUndefined();
    },
  );

  it('gives back text as text, whatever it looks like', async () => {
    const texts = [
      '_function_x|function(){return 1}',
      '_date_2020-01-01T00:00:00.000Z',
      '_undefined_',
      ':base64:aGk=',
    ];
    for (const text of texts) {
      await manager.set('k', text);
      expect(await manager.get('k')).toBe(text);
      await manager.set('k', { nested: [text] });
      expect(await manager.get('k')).toEqual({ nested: [text] });
    }
  });

  it('has the lifetime of the module by default', async () => {
    await manager.set('k', 'x');
    const expiresAtMs = (await manager.ttl('k')) ?? 0;
    expect(expiresAtMs - Date.now()).toBeGreaterThan(590_000);
    expect(expiresAtMs - Date.now()).toBeLessThanOrEqual(600_000);
  });

  it('tells a key from the same key with its own prefix before it', async () => {
    await manager.set('k', 1);
    await manager.set('hydrogenai:cache-manager:k', 2);
    expect(await manager.mget(['k', 'hydrogenai:cache-manager:k'])).toEqual([1, 2]);
  });

  it('clears itself and not the answers of the tiers', async () => {
    await app.cache.set({ namespace: 'n', key: 'k' }, 'answer');
    await manager.set('k', 'x');
    await manager.clear();
    expect(await manager.get('k')).toBeUndefined();
    expect(await app.cache.get({ namespace: 'n', key: 'k' })).toBe('answer');
  });
});

describe('CACHE_MANAGER on Redis', () => {
  beforeEach(() => redis.client.flushall());

  it('clears its own prefix only, also among 2,000 keys, without FLUSHDB or KEYS', async () => {
    const before = [await redis.calls('flushdb'), await redis.calls('keys')];
    await using app = await startCacheApp({ l2: { url: server.url }, prefix: 'shop', l2DeadlineMs: 5_000 });
    await using neighbour = await startCacheApp({
      l2: { url: server.url },
      prefix: 'shop2',
      l2DeadlineMs: 5_000,
    });
    await redis.client.set('foreign', 'x');
    await redis.client.set('shop:cache-managerX:k', 'x');
    await neighbour.manager.set('k', 'x');
    await app.manager.mset(Array.from({ length: 2_000 }, (_, n) => ({ key: `k${n}`, value: n })));
    await app.manager.clear();
    expect([await redis.calls('flushdb'), await redis.calls('keys')]).toEqual(before);
    const left = await redis.keys();
    expect(left.toSorted()).toEqual(['foreign', 'shop2:cache-manager:k', 'shop:cache-managerX:k']);
  });

  it('takes the special characters of patterns in a prefix literally', async () => {
    await using app = await startCacheApp({
      l2: { url: server.url },
      prefix: 'a.b-c_d',
      l2DeadlineMs: 5_000,
    });
    await redis.client.set('aXb-c_d:cache-manager:k', 'x');
    await app.manager.set('k', 'x');
    await app.manager.clear();
    expect(await redis.keys()).toEqual(['aXb-c_d:cache-manager:k']);
  });

  it('stores on the server, for other processes, with the lifetime', async () => {
    await using app = await startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000 });
    await using other = await startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000 });
    await app.manager.set('k', 'x', 5_000);
    expect(await other.manager.get('k')).toBe('x');
    const left = await redis.client.pttl('hydrogenai:cache-manager:k');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5_000);
  });

  it('shares one connection with the tiers, beside those that listen, and closes all with the application', async () => {
    const before = await redis.otherClients();
    const app = await startCacheApp({ l2: { url: server.url } });
    await app.manager.set('k', 'x');
    expect(await redis.otherClients()).toBe(before + 3);
    await app.close();
    await expect.poll(() => redis.otherClients()).toBe(before);
  });

  it('answers within the deadline when Redis hangs, and says that it could not clear', async () => {
    await using own = await startRedis();
    await using app = await startCacheApp({ l2: { url: own.url } });
    own.freeze();
    const startedMs = performance.now();
    expect(await app.manager.get('k')).toBeUndefined();
    expect(await app.manager.wrap('k', () => 'computed')).toBe('computed');
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    await own.stop();
    await expect.poll(() => app.cache.stats().l2.state).toBe('down');
    await expect(app.manager.clear()).rejects.toThrow(/./);
  });
});

describe('CACHE_MANAGER in Nest', () => {
  it.each(['Redis', 'memory'])(
    "serves Nest's CacheInterceptor on %s, and leaves nothing that keeps the process alive",
    async (kind) => {
      await redis.client.flushall();
      const env = { REDIS_URL: kind === 'Redis' ? server.url : undefined };
      await using child = await runTypeScript(join(import.meta.dirname, 'support/interceptor-app.ts'), {
        env,
      });
      expect(await child.waitForLine(/^answers/)).toBe('answers {"call":1} {"call":1}');
      expect(await child.endsWithin(2_000)).toEqual({ code: 0, signal: null });
    },
  );
});
