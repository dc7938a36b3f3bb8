import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Absent, cacheTrustState, type AiCacheOptions, type CacheTrustState } from '@hydrogenai/ai-cache';
import { collectFacts } from '@hydrogenai/common/testing';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startCacheApp, type CacheApp } from './support/cache-app.js';
import { eventually } from './support/eventually.js';
import { Racer } from './support/racer.js';
import { staleReads, type Change, type History } from './support/staleness.js';

const LEASE_MS = 400;
const LEASES = 'hydrogenai:2:leases';

let server: RedisServer;
let redis: Redis;

beforeEach(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});

afterEach(async () => {
  redis.disconnect();
  await server.stop();
});

function start(options: AiCacheOptions = {}): Promise<CacheApp> {
  return startCacheApp({ l2: { url: server.url }, l2DeadlineMs: 5_000, lease: LEASE_MS, ...options });
}

const request = { namespace: 'n', key: 'k', tags: ['t'] };

const trust = ({ cache }: CacheApp): string => cache.stats().invalidation.state;

function reasons(facts: readonly CacheTrustState[]): string[] {
  return facts.map(({ state, reason }) => (reason === undefined ? state : `${state}: ${reason}`));
}

describe('the connection that brings invalidations', () => {
  it('may break at any moment: nobody is served what was invalidated meanwhile', async () => {
    await using stack = new AsyncDisposableStack();
    const racers: Racer[] = [];
    for (let n = 0; n < 3; n++) racers.push(stack.use(await Racer.start(server.url, LEASE_MS)));
    await redis.rpush('go', 'go', 'go', 'go');
    const racing = Promise.all(racers.map((racer) => racer.run(150)));
    const over = new AbortController();
    void racing.finally(() => over.abort());
    let killed = 0;
    while (!over.signal.aborted) {
      killed += Number(await redis.client('KILL', 'TYPE', 'pubsub'));
      await sleep(60);
    }
    expect(staleReads(await racing)).toEqual([]);
    expect(killed).toBeGreaterThan(3);
  });

  it('is missed at once: memory is verified before it is served, and again served directly when it is back', async () => {
    using collected = collectFacts(cacheTrustState);
    await using app = await start();
    await app.cache.set(request, 'x');
    await redis.client('KILL', 'TYPE', 'pubsub');
    await eventually(
      () => app.cache.stats().invalidation.gaps,
      (gaps) => gaps === 1,
    );
    expect(await app.cache.lookup(request)).toMatchObject({ value: 'x', hit: { tier: 'l1' } });
    await eventually(
      () => trust(app),
      (state) => state === 'trusted',
    );
    const before = Number(await calls('evalsha'));
    expect(await app.cache.get(request)).toBe('x');
    const verified = await calls('evalsha');
    for (let n = 0; n < 50; n++) expect(await app.cache.get(request)).toBe('x');
    // Beside those of the lease.
    expect((await calls('evalsha')) - verified).toBeLessThan(5);
    expect(verified).toBeGreaterThanOrEqual(before);
    expect(reasons(collected.facts)).toEqual(['trusted', 'suspect: connection', 'trusted']);
  });

  it('does not bring back what was invalidated while it was broken', async () => {
    await using here = await start();
    await using there = await start();
    await here.cache.set(request, 'old');
    expect(await there.cache.get(request)).toBe('old');
    await redis.client('KILL', 'TYPE', 'pubsub');
    await here.cache.invalidate({ tags: ['t'] });
    expect(await there.cache.get(request)).toBe(Absent);
    expect(await here.cache.get(request)).toBe(Absent);
  });
});

describe('a process that does not answer', () => {
  it('is waited for until its lease has ended, and serves nothing stale when it goes on', async () => {
    await redis.set('source:0', 1);
    await using app = await start();
    const script = join(import.meta.dirname, 'support/reader-process.ts');
    await using child = await runTypeScript(script, { args: [server.url, String(LEASE_MS)] });
    await child.waitForLine(/^reading$/, 40_000);
    const changes: Change[] = [];
    const change = async (): Promise<number> => {
      const version = await redis.incr('source:0');
      const { processes } = await app.cache.invalidate({ tags: ['t'] });
      changes.push({ key: 0, version, acknowledgedNs: Number(process.hrtime.bigint()) });
      return processes;
    };
    expect(await change()).toBe(2);
    for (let turn = 0; turn < 3; turn++) {
      // Now and then in the middle of a computation.
      await sleep(10 + 10 * turn);
      child.signal('SIGSTOP');
      const startedMs = performance.now();
      expect(await change()).toBe(1);
      // Two leases and room for a busy machine.
      expect(performance.now() - startedMs).toBeLessThan(2 * LEASE_MS + 2_000);
      child.signal('SIGCONT');
      await eventually(
        () => redis.zcard(LEASES),
        (leases) => leases === 2,
      );
    }
    expect(app.cache.stats().invalidation.unacknowledged).toBe(3);
    child.signal('SIGTERM');
    const line = await child.waitForLine(/^\{"reads"/);
    const history = JSON.parse(line) as History & { readonly hits: { readonly l1: number } };
    expect(staleReads([history, { reads: [], changes }])).toEqual([]);
    expect(history.hits.l1).toBeGreaterThan(10);
  });

  it('loses its lease when others take it away, and verifies what it holds', async () => {
    using collected = collectFacts(cacheTrustState);
    await using app = await start();
    await app.cache.set(request, 'x');
    await redis.del(LEASES);
    await eventually(
      () => app.cache.stats().invalidation.gaps,
      (gaps) => gaps === 1,
    );
    expect(await app.cache.lookup(request)).toMatchObject({ value: 'x', hit: { tier: 'l1' } });
    expect(reasons(collected.facts).slice(0, 3)).toEqual(['trusted', 'suspect: expelled', 'trusted']);
  });
});

describe('Redis that hangs', () => {
  it('ends the right to answer from memory with the lease, and gives it back when it answers', async () => {
    await using app = await start({ l2DeadlineMs: 50 });
    await app.cache.set(request, 'old');
    await app.cache.set({ ...request, key: 'other' }, 'other');
    server.freeze();
    const frozenMs = performance.now();
    const compute = (): Promise<string> => app.cache.getOrCompute(request, () => 'new');
    let answer = await compute();
    while (answer === 'old') {
      await sleep(10);
      answer = await compute();
    }
    // The entry in memory and the log were asked at the same time, and then nobody else.
    expect(app.cache.stats().l2.errors.deadline).toBeLessThanOrEqual(2);
    // Later than the lease only by the time that this machine was busy.
    expect(performance.now() - frozenMs).toBeLessThan(LEASE_MS + 2_000);
    expect(trust(app)).toBe('suspect');
    // What this process computed itself is served for as long as a lease, so that not every call computes.
    let calls = 0;
    for (let n = 0; n < 40; n++) await app.cache.getOrCompute({ ...request, key: 'mine' }, () => ++calls);
    expect(calls).toBeLessThan(20);
    server.thaw();
    await eventually(
      () => trust(app),
      (state) => state === 'trusted',
    );
    // When the circuit breaker lets it ask.
    const found = await eventually(
      () => app.cache.lookup({ ...request, key: 'other' }),
      (seen) => seen !== Absent,
    );
    expect(found).toMatchObject({ value: 'other', hit: { tier: 'l1' } });
  });

  it('is told of an invalidation when it is back', async () => {
    await using here = await start();
    await using there = await start();
    await here.cache.set(request, 'old');
    expect(await there.cache.get(request)).toBe('old');
    // Refused and not late, because a late command would be carried out by itself.
    await redis.acl('SETUSER', 'default', '-evalsha', '-eval');
    expect(await here.cache.invalidate({ tags: ['t'] })).toEqual({ reached: 'process', processes: 1 });
    expect(await here.cache.get(request)).toBe(Absent);
    await redis.acl('SETUSER', 'default', '+evalsha', '+eval');
    await eventually(
      () => there.cache.get(request),
      (value) => value === Absent,
    );
    await here.cache.set(request, 'new');
    expect(await there.cache.get(request)).toBe('new');
  });
});

async function calls(command: string): Promise<number> {
  const info = await redis.info('commandstats');
  return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(info)?.[1] ?? 0);
}
