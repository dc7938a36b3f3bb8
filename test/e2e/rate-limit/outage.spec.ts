import {
  defineRateLimit,
  RateLimiterUnavailableError,
  rateLimitStore,
  type RateLimit,
  type LimitDecision,
  type RateLimiter,
} from '@hydrogenai/rate-limit';
import { collectFacts } from '@hydrogenai/common/testing';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../support/free-port.js';
import { startRedis } from '../../support/redis-server.js';
import { startLimiterApp } from './support/limiter-app.js';

/** A deadline that a healthy Redis keeps on a busy machine, too. */
const UNHURRIED_MS = 200;

/** Far above what a decision may take, but below the command timeout of the client (1 s), which must not be what saves us. */
const GENEROUS_MS = 800;

/** What a decision may take beyond its deadline. */
const SLACK_MS = 10;

interface Timed {
  readonly decision: LimitDecision;
  readonly tookMs: number;
}

interface TimedBesideTimer extends Timed {
  /** A bare timer as long as the deadline, set at the same time: what this machine makes of the deadline. */
  readonly timerTookMs: number;
}

async function timed(limiter: RateLimiter, limit: RateLimit, key = 'somebody'): Promise<Timed> {
  const startedMs = performance.now();
  const decision = await limiter.consume(limit, key);
  return { decision, tookMs: performance.now() - startedMs };
}

async function timedBesideTimer(limiter: RateLimiter, limit: RateLimit): Promise<TimedBesideTimer> {
  const startedMs = performance.now();
  const timer = sleep(limit.deadlineMs).then(() => performance.now() - startedMs);
  return { ...(await timed(limiter, limit)), timerTookMs: await timer };
}

/** 200 calls a second for so long, none waiting for another. */
async function load(limiter: RateLimiter, limit: RateLimit, forMs: number): Promise<TimedBesideTimer[]> {
  const calls: Promise<TimedBesideTimer>[] = [];
  const endsAtMs = performance.now() + forMs;
  while (performance.now() < endsAtMs) {
    calls.push(timedBesideTimer(limiter, limit));
    await sleep(5);
  }
  return Promise.all(calls);
}

function p99(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * 0.99)] ?? Number.NaN;
}

/** Calls until the store decides again. */
async function untilRecovered(limiter: RateLimiter, limit: RateLimit, withinMs: number): Promise<void> {
  const endsAtMs = performance.now() + withinMs;
  while ((await limiter.consume(limit, 'waiting for the store')).decidedBy !== 'store') {
    if (performance.now() > endsAtMs) throw new Error(`no decision of the store within ${withinMs} ms`);
    await sleep(10);
  }
}

/** Calls until one more fact has been told. */
async function untilFact(app: Awaited<ReturnType<typeof startLimiterApp>>, limit: RateLimit): Promise<void> {
  const before = app.facts.length;
  for (const endsAtMs = performance.now() + 5_000; app.facts.length === before; await sleep(20)) {
    if (performance.now() > endsAtMs) throw new Error('no fact within 5 s');
    await app.limiter.consume(limit, 'waiting for a fact');
  }
}

const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

describe('while Redis hangs', () => {
  it('every decision comes in time, and no call that timed out is counted once Redis goes on', async () => {
    await using redis = await startRedis();
    await using app = await startLimiterApp({ redis: { url: redis.url }, instances: 2, prefix: 'hang' });
    const limit = defineRateLimit({ name: 'hang', limit: 10_000, per: '30d', deadlineMs: UNHURRIED_MS });
    const before = await load(app.limiter, limit, 300);
    const loading = load(app.limiter, limit, 1_500);
    await sleep(200);
    redis.freeze();
    const hung = await loading;
    redis.thaw();
    await untilRecovered(app.limiter, limit, 2_000);
    await untilFact(app, limit);

    const calls = [...before, ...hung];
    expect(Math.max(...calls.map(({ tookMs }) => tookMs))).toBeLessThan(GENEROUS_MS);
    expect(p99(hung.map(({ tookMs }) => tookMs))).toBeLessThan(
      p99(hung.map(({ timerTookMs }) => timerTookMs)) + SLACK_MS,
    );
    const insured = hung.filter(({ decision }) => decision.decidedBy === 'insurance');
    expect(insured.length).toBeGreaterThan(50);
    expect(insured.every(({ decision }) => decision.allowed)).toBe(true);

    const counted = calls.filter(({ decision }) => decision.decidedBy === 'store').length;
    const now = await app.limiter.consume(limit, 'somebody');
    // The call that asks is counted too.
    expect(now).toMatchObject({ decidedBy: 'store', remaining: limit.limit - counted - 1 });

    expect(app.facts.map(({ event }) => event)).toEqual(['degraded', 'recovered']);
    expect(app.facts[0]).toMatchObject({ reason: 'timeout' });
    expect(unhandled).toEqual([]);
  });

  it('a reservation that timed out holds nothing later, and a settlement counts once whenever it comes', async () => {
    await using redis = await startRedis();
    await using app = await startLimiterApp({ redis: { url: redis.url }, prefix: 'reserved' });
    const tokens = defineRateLimit({ name: 'tokens', limit: 10_000, per: '30d', deadlineMs: UNHURRIED_MS });
    const before = await app.limiter.reserve({ limit: tokens, key: 'somebody', cost: 4_000 });
    if (!before.allowed) throw new Error('there is room');
    redis.freeze();
    // The first finds out that Redis hangs; both are held by the insurance of this process.
    const hung = await Promise.all(
      [1_000, 2_000].map((cost) => app.limiter.reserve({ limit: tokens, key: 'somebody', cost })),
    );
    expect(hung).toMatchObject([
      { allowed: true, limits: [{ decidedBy: 'insurance' }] },
      { allowed: true, limits: [{ decidedBy: 'insurance' }] },
    ]);
    for (const result of hung)
      expect(result.allowed && (await result.reservation.settle(10))).toBe('settled');
    expect(await before.reservation.settle(1_200)).toBe('unknown');
    redis.thaw();
    await untilRecovered(app.limiter, tokens, 2_000);
    expect(await app.limiter.consume(tokens, 'somebody')).toMatchObject({
      decidedBy: 'store',
      remaining: 10_000 - 1_200 - 1,
    });
  });

  it('few calls wait for their deadline: the others are insured at once', async () => {
    await using redis = await startRedis();
    await using app = await startLimiterApp({ redis: { url: redis.url }, prefix: 'few' });
    const limit = defineRateLimit({ name: 'few', limit: 10_000, per: '30d', deadlineMs: 200 });
    await app.limiter.consume(limit, 'somebody');
    redis.freeze();
    await app.limiter.consume(limit, 'somebody');
    const calls = await Promise.all(Array.from({ length: 200 }, () => timed(app.limiter, limit)));
    redis.thaw();
    expect(calls.filter(({ tookMs }) => tookMs >= 190).length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['open', { allowed: true, decidedBy: 'nobody' }],
    ['insured', { allowed: true, decidedBy: 'insurance', remaining: 1, resetMs: 1_000 }],
  ] as const)('a limit that is %s admits', async (onStoreFailure, expected) => {
    await using redis = await startRedis();
    await using app = await startLimiterApp({
      redis: { url: redis.url },
      instances: 4,
      prefix: onStoreFailure,
    });
    redis.freeze();
    const limit = defineRateLimit({ name: 'policy', limit: 8, per: '2s', onStoreFailure });
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject(expected);
    redis.thaw();
  });

  it('a limit that is closed fails with 503 and never with 429', async () => {
    await using redis = await startRedis();
    await using app = await startLimiterApp({ redis: { url: redis.url }, prefix: 'closed' });
    redis.freeze();
    const limit = defineRateLimit({ name: 'policy', limit: 8, per: '2s', onStoreFailure: 'closed' });
    const failed = await app.limiter.consume(limit, 'canary-key').catch((error: unknown) => error);
    redis.thaw();
    expect(failed).toBeInstanceOf(RateLimiterUnavailableError);
    expect(failed).toMatchObject({ code: 'RATE_LIMITER_UNAVAILABLE', httpStatus: 503, retryable: true });
    expect(String(failed)).not.toContain('canary-key');
  });

  it('a given client with the defaults of ioredis is bounded too, and counts nothing late', async () => {
    await using redis = await startRedis();
    const client = new Redis(redis.url);
    onTestFinished(() => client.disconnect());
    await using app = await startLimiterApp({ redis: { client }, prefix: 'given' });
    const limit = defineRateLimit({ name: 'given', limit: 1_000, per: '30d', deadlineMs: UNHURRIED_MS });
    await app.limiter.consume(limit, 'somebody');
    redis.freeze();
    const calls = await Promise.all(Array.from({ length: 60 }, () => timed(app.limiter, limit)));
    redis.thaw();
    expect(Math.max(...calls.map(({ tookMs }) => tookMs))).toBeLessThan(GENEROUS_MS);
    await untilRecovered(app.limiter, limit, 2_000);
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({
      decidedBy: 'store',
      remaining: 998,
    });
  });

  it('an application closes at once, and tells no outage of its own making', async () => {
    await using redis = await startRedis();
    const app = await startLimiterApp({ redis: { url: redis.url }, prefix: 'closing' });
    const collector = collectFacts(rateLimitStore);
    onTestFinished(() => collector.stop());
    redis.freeze();
    const pending = app.limiter.consume(
      defineRateLimit({ name: 'closing', limit: 8, per: '2s' }),
      'somebody',
    );
    const sockets = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    await app.close();
    await sleep(50);
    const left = process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    redis.thaw();
    expect(left).toBe(sockets - 1);
    expect(await pending).toMatchObject({ decidedBy: 'insurance' });
    expect(collector.facts).toEqual([]);
  });
});

describe('without Redis at the start', () => {
  it('a reservation is settled by the same names while an open limit of it is counted by nobody', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    await using app = await startLimiterApp({ redis: { url }, prefix: 'open-reservation' });
    const open = defineRateLimit({ name: 'open', limit: 8, per: '1h', onStoreFailure: 'open' });
    const insured = defineRateLimit({ name: 'insured', limit: 8, per: '1h' });
    const reserved = await app.limiter.reserve(
      [open, insured].map((limit) => ({ limit, key: 'k', cost: 8 })),
    );
    if (!reserved.allowed) throw new Error('Nothing has been used, so nothing may be refused.');
    await expect(reserved.reservation.settle({ opne: 3 })).rejects.toThrow(
      'Settle the limits "open", "insured"',
    );
    await expect(reserved.reservation.settle({ open: -1 })).rejects.toThrow(
      'settled cost under the limit "open"',
    );
    expect(await reserved.reservation.settle({ open: 3, insured: 5 })).toBe('settled');
    expect(await app.limiter.consume(insured, 'k')).toMatchObject({ remaining: 2 });
  });

  it('an application starts in a bounded time, insured, and says so once', async () => {
    const port = await freePort();
    const startedMs = performance.now();
    await using app = await startLimiterApp({
      redis: { url: `redis://127.0.0.1:${port}` },
      prefix: 'absent',
    });
    expect(performance.now() - startedMs).toBeLessThan(1_000 + GENEROUS_MS);
    const limit = defineRateLimit({ name: 'absent', limit: 8, per: '2s' });
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({
      decidedBy: 'insurance',
      allowed: true,
    });
    expect(app.facts).toEqual([{ event: 'degraded', prefix: 'absent', reason: 'disconnected' }]);

    await using redis = await startRedis({ port });
    await untilRecovered(app.limiter, limit, 4_000);
    expect(redis.port).toBe(port);
  });
});
