import { cacheRedisState, type CacheRedisState } from '@hydrogenai/ai-cache';
import { collectFacts } from '@hydrogenai/common/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../support/free-port.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';
import { eventually } from './support/eventually.js';
import { startSlowProxy } from './support/slow-proxy.js';

/** The default deadline is 40 ms; the rest is room for a busy machine. Without a deadline a call would never return. */
const LONGEST_CALL_MS = 50 + 350;

let server: RedisServer;

beforeEach(async () => {
  server = await startRedis();
});

afterEach(() => server.stop());

let unique = 0;

/** The slowest of `count` new questions, one after the other, each with a factory that takes no time. */
async function slowestOf(count: number, { cache }: CacheApp): Promise<number> {
  let slowest = 0;
  for (let n = 0; n < count; n++) {
    const key = `question ${unique++}`;
    const startedMs = performance.now();
    expect(await cache.getOrCompute({ namespace: 'trouble', key }, () => `answer of ${key}`)).toBe(
      `answer of ${key}`,
    );
    slowest = Math.max(slowest, performance.now() - startedMs);
  }
  return slowest;
}

/** Asks new questions until Redis is used again. */
function recovery(app: CacheApp): Promise<string> {
  return eventually(
    async () => {
      await slowestOf(1, app);
      return app.cache.stats().l2.state;
    },
    (state) => state === 'up',
  );
}

function states(facts: readonly CacheRedisState[]): string[] {
  return facts.map(({ state, failure }) => (failure === undefined ? state : `${state}: ${failure}`));
}

describe('Redis that hangs', () => {
  it('delays calls by the deadline at most, then not at all, and is used again by itself', async () => {
    using collected = collectFacts(cacheRedisState);
    await using app = await startCacheApp({ l2: { url: server.url } });
    expect(await slowestOf(3, app)).toBeLessThan(LONGEST_CALL_MS);
    server.freeze();
    expect(await slowestOf(30, app)).toBeLessThan(LONGEST_CALL_MS);
    const { l2 } = app.cache.stats();
    expect(l2.state).toBe('down');
    expect(l2.errors.deadline).toBeGreaterThanOrEqual(5);
    expect(l2.skipped).toBeGreaterThanOrEqual(20);
    server.thaw();
    expect(await recovery(app)).toBe('up');
    expect(states(collected.facts)).toEqual(['up', 'down: deadline', 'up']);
  });

  it('costs 1,000 concurrent callers one deadline in all', async () => {
    await using app = await startCacheApp({ l2: { url: server.url } });
    server.freeze();
    const startedMs = performance.now();
    let computed = 0;
    const callers = Array.from({ length: 1_000 }, (_, n) =>
      app.cache.getOrCompute({ namespace: 'trouble', key: `${n % 500}` }, () => ++computed),
    );
    await Promise.all(callers);
    // One after the other they would wait for 25 s.
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(computed).toBe(500);
    server.thaw();
  });

  it('is tried by one call at a time, for which no other call waits', async () => {
    await using app = await startCacheApp({ l2: { url: server.url } });
    server.freeze();
    await slowestOf(10, app);
    expect(app.cache.stats().l2.state).toBe('down');
    await sleep(600); // half open after 500 ms of real time
    const trial = slowestOf(1, app).then(() => 'the one that tries');
    const other = slowestOf(1, app).then(() => 'the other');
    expect(await Promise.race([trial, other])).toBe('the other');
    await trial;
    server.thaw();
  });

  it('is not followed by a computation for callers who left meanwhile', async () => {
    await using app = await startCacheApp({ l2: { url: server.url } });
    server.freeze();
    let calls = 0;
    const request = { namespace: 'trouble', key: 'left' };
    await expect(
      app.cache.getOrCompute(request, () => ++calls, { signal: AbortSignal.timeout(10) }),
    ).rejects.toThrow(/timeout/);
    await eventually(
      () => app.cache.stats().l2.errors.deadline,
      (deadlines) => deadlines >= 1,
    );
    await sleep(50);
    expect(calls).toBe(0);
    server.thaw();
  });

  it('does not make set and delete wait for ever, and says what was not deleted', async () => {
    await using app = await startCacheApp({ l2: { url: server.url } });
    const request = { namespace: 'trouble', key: 'k' };
    server.freeze();
    await app.cache.set(request, 'x');
    expect(await app.cache.delete(request)).toBe(false);
    expect(await app.cache.checkHealth(50)).toMatchObject({ l1: 'up', l2: 'down' });
    server.thaw();
    await eventually(
      () => app.cache.checkHealth(1_000),
      ({ l2 }) => l2 === 'up',
    );
  });

  it('does not fill the memory with writes that wait', async () => {
    await using app = await startCacheApp({ l2: { url: server.url } });
    server.freeze();
    const writes = Array.from({ length: 40 }, (_, n) =>
      app.cache.set({ namespace: 'trouble', key: `${n}` }, 'x'.repeat(1024 * 1024 - 2)),
    );
    expect(app.cache.stats().l2.droppedWrites).toBe(8);
    await Promise.all(writes);
    server.thaw();
    expect(await recovery(app)).toBe('up');
    await app.cache.set({ namespace: 'trouble', key: 'after' }, 'x'.repeat(1024 * 1024));
    expect(app.cache.stats().l2.droppedWrites).toBe(8);
  });

  it('does not hold up the shutdown', async () => {
    const app = await startCacheApp({ l2: { url: server.url } });
    server.freeze();
    await slowestOf(1, app);
    const startedMs = performance.now();
    await app.close();
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    server.thaw();
  });
});

describe('Redis that dies', () => {
  it('costs no call more than the deadline, and is used again when it is back', async () => {
    using collected = collectFacts(cacheRedisState);
    await using app = await startCacheApp({ l2: { url: server.url } });
    await slowestOf(3, app);
    await server.stop();
    expect(await slowestOf(50, app)).toBeLessThan(LONGEST_CALL_MS);
    expect(app.cache.stats().l2.state).toBe('down');
    await server.restart();
    expect(await recovery(app)).toBe('up');
    expect(states(collected.facts)).toEqual(['up', 'down: connection', 'up']);
  });

  it('is not waited for at start longer than a moment', async () => {
    const port = await freePort();
    const startedMs = performance.now();
    await using app = await startCacheApp({ l2: { url: `redis://127.0.0.1:${port}` } });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(await slowestOf(5, app)).toBeLessThan(LONGEST_CALL_MS);
    expect(await app.cache.checkHealth(100)).toMatchObject({ l1: 'up', l2: 'down' });
    await using late = await startRedis({ port });
    expect(late.port).toBe(port);
    expect(await recovery(app)).toBe('up');
  });

  it('does not matter either behind a client with the defaults of ioredis, which would queue for ever', async () => {
    // What ioredis does with errors that nobody listens to.
    using printed = vi.spyOn(console, 'error').mockReturnValue();
    const client = new Redis(server.url);
    const app = await startCacheApp({ l2: { client } });
    await slowestOf(3, app);
    await server.stop();
    await eventually(
      () => app.cache.stats().l2.state,
      (state) => state === 'down',
    );
    expect(await slowestOf(20, app)).toBeLessThan(LONGEST_CALL_MS);
    expect(app.cache.stats().l2.errors.deadline).toBe(0);
    await sleep(300); // time for attempts to connect that are refused
    expect(printed).not.toHaveBeenCalled();
    await server.restart();
    expect(await recovery(app)).toBe('up');
    await app.close();
    client.disconnect();
  });
});

describe('Redis that is slow', () => {
  it('costs no call more than the deadline, and is used again when it is fast', async () => {
    await using proxy = await startSlowProxy(server.port);
    await using app = await startCacheApp({ l2: { url: proxy.url } });
    await slowestOf(3, app);
    proxy.delayMs = 2_000;
    expect(await slowestOf(20, app)).toBeLessThan(LONGEST_CALL_MS);
    expect(app.cache.stats().l2.state).toBe('down');
    proxy.delayMs = 0;
    expect(await recovery(app)).toBe('up');
  });

  it('that resets connections costs hits and no calls', async () => {
    await using proxy = await startSlowProxy(server.port);
    await using app = await startCacheApp({ l2: { url: proxy.url } });
    for (let n = 0; n < 10; n++) {
      const asking = slowestOf(5, app);
      proxy.reset();
      expect(await asking).toBeLessThan(LONGEST_CALL_MS);
      await sleep(10);
    }
    expect(await recovery(app)).toBe('up');
  });
});

describe('Redis that refuses', () => {
  it('writes for want of memory still answers reads, and no call fails', async () => {
    await server.stop();
    server = await startRedis({ args: ['--maxmemory', '1mb', '--maxmemory-policy', 'noeviction'] });
    await using app = await startCacheApp({ l2: { url: server.url } });
    for (let n = 0; n < 20; n++)
      await app.cache.set({ namespace: 'trouble', key: `${n}` }, 'x'.repeat(200_000));
    const { l2 } = app.cache.stats();
    expect(l2.errors.reply).toBeGreaterThan(0);
    expect(l2.state).toBe('up');
    expect(await slowestOf(3, app)).toBeLessThan(LONGEST_CALL_MS);
  });
});
