import { defineRateLimit, type RateLimit } from '@hydrogenai/rate-limit';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { startLimiterApp, type LimiterApp } from './support/limiter-app.js';

let redis: RedisServer;
let admin: Redis;
let app: LimiterApp;

beforeAll(async () => {
  redis = await startRedis();
  admin = new Redis(redis.url);
  app = await startLimiterApp({ redis: { url: redis.url }, prefix: 'keys' });
});

beforeEach(() => admin.flushall());

afterAll(async () => {
  await app.close();
  admin.disconnect();
  await redis.stop();
});

/** The machine may be busy: what is tested here is not the deadline. */
function limitOf(limit: number, per: RateLimit['periodMs'], burst = limit): RateLimit {
  return defineRateLimit({ name: 'keys', limit, per, burst, deadlineMs: 1_000 });
}

async function onlyKey(): Promise<string> {
  const keys = await admin.keys('*');
  expect(keys).toHaveLength(1);
  return keys[0] ?? '';
}

/** A bucket as the scripts keep it: TAT in ms and part, time of the last write. */
function bucketOf(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) buffer.writeDoubleBE(value, index * 8);
  return buffer;
}

describe('keys on Redis', () => {
  it.each([50, 51, 999, 1_000, 60_000, 30 * 86_400_000])(
    'expire after a period of %d ms at most',
    async (per) => {
      for (const limit of [1, 7, 1_000_000_000]) {
        await admin.flushall();
        await app.limiter.consume(limitOf(limit, per), 'somebody', { cost: limit });
        const pttl = await admin.pttl(await onlyKey());
        expect(pttl).toBeGreaterThan(0);
        expect(pttl).toBeLessThanOrEqual(per + 2);
      }
    },
  );

  it('expire even when the bucket is full again within a fraction of a millisecond', async () => {
    const limit = limitOf(1_000_000_000, 50);
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({ decidedBy: 'store', resetMs: 1 });
    await expect.poll(() => admin.dbsize()).toBe(0);
  });

  it('are gone once the bucket is full again, and the next call finds it full', async () => {
    const limit = limitOf(1, 60);
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({ allowed: true });
    await expect.poll(() => admin.dbsize()).toBe(0);
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({ allowed: true });
  });

  it('never meet, whatever a caller puts into them, and stay short, alike and in one slot', async () => {
    const hostile = [
      'user:1',
      'user:1}:x{',
      '{user:1}',
      'user:1 ',
      'user:1\u0000',
      'user:1\r\nFLUSHALL\r\n',
      'us\u0435r:1', // a Cyrillic letter
      'user\uFF1A1', // a full-width colon
      'user:\u200B1', // a zero-width space
      '\u00E9', // composed
      'e\u0301', // and decomposed
      '\uD800', // lone surrogates are one and the same in UTF-8
      '\uD801',
      '\uFFFD',
      '__proto__',
      'x'.repeat(10_240),
      `${'x'.repeat(10_240)}y`,
    ];
    const limit = limitOf(1, 60_000);
    for (const key of hostile) {
      expect(await app.limiter.consume(limit, key)).toMatchObject({ allowed: true, decidedBy: 'store' });
      expect(await app.limiter.consume(limit, key)).toMatchObject({ allowed: false, decidedBy: 'store' });
    }
    const keys = await admin.keys('*');
    expect(keys).toHaveLength(hostile.length);
    for (const key of keys) {
      expect(key).toMatch(/^\{keys\}:[\w-]{43}$/);
      expect(Buffer.byteLength(key)).toBeLessThanOrEqual(128);
    }
  });

  it('of limits with another name or other numbers are others', async () => {
    const limits = [
      { name: 'a', limit: 1, per: 60_000 },
      { name: 'b', limit: 1, per: 60_000 },
      { name: 'a', limit: 2, burst: 1, per: 60_000 },
      { name: 'a', limit: 1, per: 60_001 },
    ].map((definition) => defineRateLimit({ ...definition, deadlineMs: 1_000 }));
    for (const limit of limits) {
      expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({ allowed: true });
    }
    expect(await admin.dbsize()).toBe(limits.length);
  });
});

describe('a bucket on Redis', () => {
  it('is not moved by calls that it rejects', async () => {
    const limit = limitOf(3, 60_000);
    await app.limiter.consume(limit, 'somebody', { cost: 3 });
    const key = await onlyKey();
    const before = await admin.get(key);
    for (let call = 0; call < 20; call++) {
      expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({ allowed: false });
    }
    expect(await admin.get(key)).toBe(before);
  });

  it('survives SCRIPT FLUSH: the script is sent again', async () => {
    const limit = limitOf(5, 60_000);
    await app.limiter.consume(limit, 'somebody');
    await admin.script('FLUSH');
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({ decidedBy: 'store', remaining: 3 });
  });

  it('that was written in the future, because Redis’ clock was set back, drains from now on', async () => {
    const limit = limitOf(10, 1_000);
    await app.limiter.consume(limit, 'somebody');
    const key = await onlyKey();
    const tomorrowMs = Date.now() + 86_400_000;
    await admin.set(key, bucketOf(tomorrowMs + 1_000, 0, tomorrowMs));
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({
      allowed: false,
      retryAfterMs: 100,
      resetMs: 1_000,
    });
    expect(await admin.pttl(key)).toBeGreaterThan(0);
    await sleep(130);
    expect(await app.limiter.consume(limit, 'somebody')).toMatchObject({ allowed: true, decidedBy: 'store' });
  });

  it('goes twice over the edge of a window without a double burst', async () => {
    const limit = limitOf(10, 2_000);
    const admitted: number[] = [];
    const tryTen = async (): Promise<void> => {
      for (let call = 0; call < 10; call++) {
        if ((await app.limiter.consume(limit, 'edge')).allowed) admitted.push(performance.now());
      }
    };
    await sleep(2_000 - (Date.now() % 2_000) - 100);
    await tryTen();
    await sleep(150);
    await tryTen();
    const tookMs = (admitted.at(-1) ?? 0) - (admitted[0] ?? 0);
    // A fixed window admits 20 here. One call comes back every 200 ms.
    expect(admitted.length).toBeLessThanOrEqual(10 + Math.ceil(tookMs / 200));
    expect(admitted.length).toBeLessThan(15);
  });

  it('with a burst of 1 admits at most 11 of a limit of 10 in any two seconds', async () => {
    const limit = limitOf(10, 2_000, 1);
    const admitted: number[] = [];
    for (const endsAtMs = performance.now() + 3_000; performance.now() < endsAtMs; await sleep(3)) {
      // The time before the call: Redis decides later than that, so windows measured so are never too short.
      const askedAtMs = performance.now();
      if ((await app.limiter.consume(limit, 'smooth')).allowed) admitted.push(askedAtMs);
    }
    expect(admitted.length).toBeGreaterThan(10);
    for (const from of admitted) {
      // 20 ms for the difference between our clock at the call and Redis' at the decision.
      const inWindow = admitted.filter((at) => at >= from && at <= from + 2_000 - 20);
      expect(inWindow.length).toBeLessThanOrEqual(11);
    }
  });
});

describe('when Redis answers with an error', () => {
  it.each([
    ['a list', (key: string) => admin.del(key).then(() => admin.rpush(key, 'x')), 'WRONGTYPE'],
    ['foreign text', (key: string) => admin.set(key, 'not a bucket'), 'CORRUPT'],
    ['foreign text of the right length', (key: string) => admin.set(key, 'x'.repeat(24)), 'CORRUPT'],
  ] as const)('because the key is %s, the call is insured and the key left alone', async (_, spoil, code) => {
    await using spoilt = await startLimiterApp({ redis: { url: redis.url }, prefix: `spoilt-${code}` });
    const limit = limitOf(5, 60_000);
    await spoilt.limiter.consume(limit, 'somebody');
    const key = await onlyKey();
    await spoil(key);
    for (let call = 0; call < 5; call++) {
      expect(await spoilt.limiter.consume(limit, 'somebody')).toMatchObject({
        allowed: true,
        decidedBy: 'insurance',
        remaining: 4 - call,
      });
    }
    expect(await spoilt.limiter.consume(limit, 'somebody')).toMatchObject({ allowed: false });
    expect(spoilt.facts).toEqual([{ event: 'degraded', prefix: `spoilt-${code}`, reason: 'refused', code }]);
    expect(await admin.exists(key)).toBe(1);
    expect(await spoilt.limiter.consume(limit, 'somebody else')).toMatchObject({ decidedBy: 'store' });
  });

  it.each([
    ['is out of memory', 'OOM', (owner: Redis) => owner.config('SET', 'maxmemory', '1')],
    ['became a replica', 'READONLY', (owner: Redis) => owner.replicaof('127.0.0.1', 1)],
    ['denies the script', 'NOPERM', (owner: Redis) => owner.acl('SETUSER', 'default', '-evalsha', '-eval')],
  ] as const)('because it %s, calls are insured and one fact tells why', async (_, code, breakIt) => {
    await using broken = await startRedis();
    await using insured = await startLimiterApp({ redis: { url: broken.url }, prefix: `broken-${code}` });
    const limit = limitOf(5, 60_000);
    expect(await insured.limiter.consume(limit, 'somebody')).toMatchObject({ decidedBy: 'store' });
    const owner = new Redis(broken.url);
    await breakIt(owner);
    owner.disconnect();
    for (let call = 0; call < 3; call++) {
      expect(await insured.limiter.consume(limit, 'somebody')).toMatchObject({ decidedBy: 'insurance' });
    }
    expect(insured.facts).toEqual([{ event: 'degraded', prefix: `broken-${code}`, reason: 'refused', code }]);
  });
});
