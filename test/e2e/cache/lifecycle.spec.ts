import { AiCacheModule, AiCacheService, Cacheable } from '@hydrogenai/ai-cache';
import { InvalidOptionError } from '@hydrogenai/common';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp } from './support/cache-app.js';
import { startSlowProxy } from './support/slow-proxy.js';
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

const request = { namespace: 'n', key: 'k' };

describe('the module', () => {
  it('is configured asynchronously, and serves every other module', async () => {
    @Injectable()
    class Settings {
      readonly url = server.url;
    }
    @Module({ providers: [Settings], exports: [Settings] })
    class SettingsModule {}
    @Injectable()
    class Prices {
      calls = 0;
      @Cacheable()
      async of(item: string): Promise<string> {
        return `${item} ${++this.calls}`;
      }
    }
    @Module({ providers: [Prices] })
    class ShopModule {}
    const module = await Test.createTestingModule({
      imports: [
        AiCacheModule.forRootAsync({
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: ({ url }: Settings) => ({ l2: { url }, prefix: 'async', l2DeadlineMs: 5_000 }),
        }),
        ShopModule,
      ],
    }).compile();
    await module.init();
    const prices = module.get(Prices, { strict: false });
    expect([await prices.of('tea'), await prices.of('tea')]).toEqual(['tea 1', 'tea 1']);
    await expect
      .poll(() => redis.keys())
      .toEqual([expect.stringMatching(/^async:2:\{-\}:exact:Prices\.of:/)]);
    await module.close();
  });

  it('refuses bad options before anything starts, without showing the URL', async () => {
    const before = await redis.otherClients();
    await expect(startCacheApp({ l2: { url: 'http://user:canary@host' } })).rejects.toThrow(
      InvalidOptionError,
    );
    await expect(startCacheApp({ l2: { url: 'http://user:canary@host' } })).rejects.not.toThrow(/canary/);
    await expect(startCacheApp({ l2: { url: server.url }, ttl: 0 })).rejects.toThrow(/^ttl:/);
    expect(await redis.otherClients()).toBe(before);
  });

  it('closes its own connections and leaves a given one as it was', async () => {
    const client = new Redis(server.url);
    const listeners = (): number => client.listenerCount('error') + client.listenerCount('ready');
    await client.ping();
    const before = { listeners: listeners(), clients: await redis.otherClients() };
    for (let turn = 0; turn < 2; turn++) {
      const owning = await startCacheApp({ l2: { url: server.url } });
      const borrowing = await startCacheApp({ l2: { client } });
      // Three of one application, and the two that the other listens with.
      expect(await redis.otherClients()).toBe(before.clients + 5);
      await borrowing.cache.set(request, 'x');
      await owning.close();
      await borrowing.close();
      await expect.poll(() => redis.otherClients()).toBe(before.clients);
    }
    expect(await client.ping()).toBe('PONG');
    expect(listeners()).toBe(before.listeners);
    client.disconnect();
  });

  it('connects a given client that waits for its first command', async () => {
    const client = new Redis(server.url, { lazyConnect: true });
    await using app = await startCacheApp({ l2: { client }, l2DeadlineMs: 5_000 });
    await app.cache.set(request, 'x');
    expect(await redis.keys()).toHaveLength(1);
    client.disconnect();
  });

  it('still writes at the end what was computed just before', async () => {
    await using proxy = await startSlowProxy(server.port);
    const app = await startCacheApp({ l2: { url: proxy.url }, l2DeadlineMs: 5_000 });
    proxy.delayMs = 50;
    const computing = Array.from({ length: 200 }, (_, n) =>
      app.cache.getOrCompute({ namespace: 'n', key: `${n}` }, () => n),
    );
    await Promise.all(computing);
    await app.close();
    expect(await redis.keys()).toHaveLength(200);
  });
});

describe('two applications in one process', () => {
  it('do not meet on one Redis when their prefixes differ, however often they start and stop', async () => {
    for (let turn = 0; turn < 2; turn++) {
      await using one = await startCacheApp({ l2: { url: server.url }, prefix: 'one', l2DeadlineMs: 5_000 });
      await using two = await startCacheApp({ l2: { url: server.url }, prefix: 'two', l2DeadlineMs: 5_000 });
      await one.cache.set(request, `one ${turn}`);
      await two.cache.set(request, `two ${turn}`);
      await one.manager.set('k', 'one');
      await two.manager.set('k', 'two');
      await one.manager.clear();
      expect(await one.cache.get(request)).toBe(`one ${turn}`);
      expect(await two.cache.get(request)).toBe(`two ${turn}`);
      expect(await two.manager.get('k')).toBe('two');
      expect(one.cache.stats()).toMatchObject({ stores: 1, l1: { entries: 1 } });
    }
    expect((await redis.keys()).toSorted()).toEqual([
      expect.stringMatching(/^one:2:/),
      expect.stringMatching(/^two:2:/),
      'two:cache-manager:k',
    ]);
  });

  it('without Redis share nothing', async () => {
    await using one = await startCacheApp();
    await using two = await startCacheApp();
    await one.cache.set(request, 'x');
    expect(await two.cache.getOrCompute(request, () => 'own')).toBe('own');
    expect(AiCacheService.prototype).toBe(Object.getPrototypeOf(two.cache));
  });
});

describe('checkHealth', () => {
  it('does a round trip on each tier and leaves nothing behind', async () => {
    await using app = await startCacheApp({ l2: { url: server.url } });
    const before = await redis.calls('set');
    expect(await app.cache.checkHealth(5_000)).toEqual({ l1: 'up', l2: 'up', ms: expect.any(Number) });
    expect(await redis.calls('set')).toBe(before + 1);
    expect(await redis.keys()).toEqual([]);
    expect(app.cache.stats().l1.entries).toBe(0);
  });
});
