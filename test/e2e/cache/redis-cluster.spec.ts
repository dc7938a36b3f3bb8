import { setTimeout as sleep } from 'node:timers/promises';
import { Absent } from '@hydrogenai/ai-cache';
import { runInContext } from '@hydrogenai/common';
import { createRedisCluster, closeRedisClient, waitUntilReady } from '@hydrogenai/common/redis';
import { Redis, type Cluster } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedisCluster, type RedisCluster } from '../../support/redis-cluster.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';

let cluster: RedisCluster;
let client: Cluster;
beforeAll(async () => {
  cluster = await startRedisCluster();
  client = createRedisCluster({ nodes: cluster.urls, commandTimeout: '5s' });
  await waitUntilReady(client, 10_000);
});
afterAll(async () => {
  closeRedisClient(client);
  await cluster.stop();
});

const startApp = (): Promise<CacheApp> => startCacheApp({ l2: { nodes: cluster.urls }, l2DeadlineMs: 5_000 });

/** What each master holds. */
async function keysByMaster(): Promise<string[][]> {
  return Promise.all(
    cluster.nodes.map(async ({ url }) => {
      const node = new Redis(url);
      const keys = await node.keys('*');
      node.disconnect();
      return keys;
    }),
  );
}

function inTenant<T>(tenant: string, work: () => Promise<T>): Promise<T> {
  return runInContext({ correlationId: 'cluster-test', tenant }, work);
}

describe('the cache on a Redis Cluster', () => {
  it('shares answers between processes, on every master, a tenant always on one', async () => {
    await using writer = await startApp();
    await using reader = await startApp();
    const tenants = Array.from({ length: 30 }, (_, index) => `tenant-${index}`);
    for (const tenant of tenants) {
      await inTenant(tenant, () => writer.cache.set({ namespace: 'a', key: 'k' }, { tenant }));
      await inTenant(tenant, () => writer.cache.set({ namespace: 'b', key: 'other' }, 1));
    }
    for (const tenant of tenants) {
      const found = await inTenant(tenant, () => reader.cache.lookup({ namespace: 'a', key: 'k' }));
      expect(found).toMatchObject({ value: { tenant }, hit: { tier: 'l2' } });
    }
    const masters = await keysByMaster();
    expect(masters.every((keys) => keys.length > 0)).toBe(true);
    const homes = (tenant: string): number =>
      masters.filter((keys) => keys.some((key) => key.includes(`{${tenant}}`))).length;
    expect(tenants.map(homes)).toEqual(tenants.map(() => 1));
    await inTenant('tenant-3', () => writer.cache.delete({ namespace: 'a', key: 'k' }));
    await using fresh = await startApp();
    expect(await inTenant('tenant-3', () => fresh.cache.get({ namespace: 'a', key: 'k' }))).toBe(Absent);
    expect(await fresh.cache.checkHealth(5_000)).toMatchObject({ l2: 'up' });
  });

  it('reads answers of many tenants at one moment, each on its master', async () => {
    await using writer = await startApp();
    await using reader = await startApp();
    const numbers = Array.from({ length: 60 }, (_, n) => n);
    const of = (n: number): [string, { namespace: string; key: number }] => [
      `tenant-${n % 9}`,
      { namespace: 'moment', key: n },
    ];
    for (const n of numbers) {
      const [tenant, request] = of(n);
      await inTenant(tenant, () => writer.cache.set(request, n));
    }
    const read = (n: number): Promise<unknown> => {
      const [tenant, request] = of(n);
      return inTenant(tenant, () => reader.cache.get(request));
    };
    expect(await Promise.all(numbers.map(read))).toEqual(numbers);
    expect(reader.cache.stats().l2.errors).toEqual({ deadline: 0, connection: 0, reply: 0 });
  });

  it('computes and streams once for all processes, on every master', async () => {
    await using one = await startApp();
    await using other = await startApp();
    const tenants = Array.from({ length: 12 }, (_, index) => `fleet-${index}`);
    let computed = 0;
    const value = { namespace: 'fleet', key: 'value' };
    const work = async (): Promise<string> => {
      computed += 1;
      await sleep(50);
      return 'once';
    };
    const gates = new Map(tenants.map((tenant) => [tenant, Promise.withResolvers<void>()]));
    let opened = 0;
    const stream = { namespace: 'fleet', key: 'stream' };
    for (const tenant of tenants) {
      await inTenant(tenant, async () => {
        const answers = [one, other].map(({ cache }) => cache.getOrCompute(value, work));
        expect(await Promise.all(answers)).toEqual(['once', 'once']);
        const open = async function* (): AsyncGenerator<string> {
          opened += 1;
          yield 'a';
          await gates.get(tenant)?.promise;
          yield 'b';
        };
        const led = await one.cache.stream(stream, open);
        const followed = await other.cache.stream(stream, open);
        expect([led.hit?.tier, followed.hit?.tier]).toEqual([undefined, 'flight']);
        expect((await followed.chunks.next()).value).toBe('a');
        gates.get(tenant)?.resolve();
        expect((await followed.chunks.next()).value).toBe('b');
        expect((await followed.chunks.next()).done).toBe(true);
        await led.chunks.return?.();
      });
    }
    expect([computed, opened]).toEqual([tenants.length, tenants.length]);
    const masters = await keysByMaster();
    expect(masters.every((keys) => keys.some((key) => key.includes(':stream:')))).toBe(true);
  });

  it('uses a client that is given, and leaves it open', async () => {
    const app = await startCacheApp({ l2: { client }, l2DeadlineMs: 5_000 });
    await app.cache.set({ namespace: 'given', key: 'k' }, 'value');
    expect(app.cache.stats().l2).toMatchObject({
      state: 'up',
      errors: { connection: 0, reply: 0, deadline: 0 },
    });
    await app.close();
    expect(client.status).toBe('ready');
    expect(await client.ping()).toBe('PONG');
  });

  it('gives a CACHE_MANAGER that reads and deletes keys of all masters at once', async () => {
    await using app = await startApp();
    const keys = Array.from({ length: 40 }, (_, index) => `key:${index}`);
    await app.manager.mset(keys.map((key, value) => ({ key, value })));
    expect(await app.manager.mget([...keys, 'absent'])).toEqual([...keys.keys(), undefined]);
    await app.manager.mdel(keys.slice(1));
    expect(await app.manager.mget(keys.slice(0, 3))).toEqual([0, undefined, undefined]);
  });

  it('clears CACHE_MANAGER on every master, its own keys and no others', async () => {
    await using app = await startApp();
    const neighbours = [...cluster.keysOf('hydrogenai:cache-manage').values(), 'hydrogenai:cache-managerX'];
    for (const key of neighbours) await client.set(key, 'foreign');
    await app.cache.set({ namespace: 'kept', key: 'k' }, 1);
    await app.manager.mset(Array.from({ length: 300 }, (_, index) => ({ key: `k:${index}`, value: index })));
    const ours = async (): Promise<number[]> => {
      const masters = await keysByMaster();
      return masters.map((keys) => keys.filter((key) => key.startsWith('hydrogenai:cache-manager:')).length);
    };
    expect((await ours()).every((count) => count > 0)).toBe(true);
    await app.manager.clear();
    expect(await ours()).toEqual([0, 0, 0]);
    for (const key of neighbours) expect(await client.get(key)).toBe('foreign');
    await using reader = await startApp();
    expect(await reader.cache.get({ namespace: 'kept', key: 'k' })).toBe(1);
  });

  it('goes on without the answers of a master that hangs, and uses it again afterwards', async () => {
    await using app = await startCacheApp({ l2: { nodes: cluster.urls } });
    const [hung] = cluster.nodes;
    const of = async (index: number): Promise<{ value: unknown; ms: number }> => {
      const startedMs = performance.now();
      const value = await inTenant(`hang-${index}`, () =>
        app.cache.getOrCompute({ namespace: 'hang', key: 'k' }, () => index),
      );
      return { value, ms: performance.now() - startedMs };
    };
    hung?.freeze();
    const calls = await Promise.all(Array.from({ length: 30 }, (_, index) => of(index)));
    hung?.thaw();
    expect(calls.map(({ value }) => value)).toEqual([...calls.keys()]);
    // The deadline is 40 ms; the rest is room for a busy machine. Without one a call would take 5 s.
    expect(Math.max(...calls.map(({ ms }) => ms))).toBeLessThan(50 + 950);
    await cluster.untilOk();
    let asked = calls.length;
    // A question that memory cannot answer, so that Redis is tried.
    await expect
      .poll(() => of(asked++).then(() => app.cache.stats().l2.state), { timeout: 10_000 })
      .toBe('up');
  });
});
