import { InvalidOptionError } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import {
  createRateLimiter,
  defineRateLimit,
  type RateLimiter,
  type ReserveResult,
} from '@hydrogenai/rate-limit';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../support/redis-server.js';

let redis: RedisServer;
const made: RateLimiter[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());
afterEach(() => {
  for (const limiter of made.splice(0)) limiter.close();
});

const limit = defineRateLimit({ name: 'known', limit: 100, per: '30d', deadlineMs: 1_000 });
const key = 'account';

describe.each(['memory', 'Redis'])('what others know of a limit, in %s', (place) => {
  const limiterOf = async (): Promise<RateLimiter> => {
    const shared = place === 'Redis' ? { redis: { url: redis.url }, prefix: `t:${randomUUID()}` } : {};
    const limiter = await createRateLimiter(shared);
    made.push(limiter);
    return limiter;
  };
  const left = async (limiter: RateLimiter): Promise<number> => {
    const decision = await limiter.consume(limit, key);
    return decision.decidedBy === 'nobody' ? Number.NaN : decision.remaining;
  };
  const reserve = async (
    limiter: RateLimiter,
    cost: number,
  ): Promise<Extract<ReserveResult, { allowed: true }>> => {
    const result = await limiter.reserve({ limit, key, cost });
    if (!result.allowed) throw new Error('there is room');
    return result;
  };

  it('lowers what remains, once, however often it is told', async () => {
    const limiter = await limiterOf();
    for (let time = 0; time < 3; time++) await limiter.drain([{ limit, key, remaining: 40 }]);
    expect(await left(limiter)).toBe(39);
  });

  it('never raises it', async () => {
    const limiter = await limiterOf();
    await limiter.consume(limit, key, { cost: 90 });
    await limiter.drain([{ limit, key, remaining: 100 }]);
    await limiter.drain([{ limit, key, remaining: 50 }]);
    expect(await left(limiter)).toBe(9);
  });

  it('counts open reservations as used, so that it does not count them twice', async () => {
    const limiter = await limiterOf();
    const { reservation } = await reserve(limiter, 30);
    await limiter.drain([{ limit, key, remaining: 80 }]);
    expect(await left(limiter)).toBe(69);
    await limiter.drain([{ limit, key, remaining: 60 }]);
    await reservation.settle(0);
    // 40 are known to be used; 30 of them were thought to be these.
    expect(await left(limiter)).toBe(89);
  });

  it('may tell of a debt, which time pays back', async () => {
    const limiter = await limiterOf();
    await limiter.drain([{ limit, key, remaining: -50 }]);
    const refused = await limiter.consume(limit, key);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    const shareOfPeriod = refused.exceeded ? refused.retryAfterMs / (30 * 86_400_000) : Number.NaN;
    expect(shareOfPeriod).toBeCloseTo(0.51, 3);
  });

  it('is refused when it is no whole number within a bucket and its debt', async () => {
    const limiter = await limiterOf();
    for (const remaining of [0.5, 101, -101, Number.NaN]) {
      await expect(limiter.drain([{ limit, key, remaining }])).rejects.toThrow(InvalidOptionError);
    }
    await limiter.drain([]);
    expect(await left(limiter)).toBe(99);
  });
});

describe('a limiter without a module', () => {
  it('reserves without a promise in memory, and by its own clock', async () => {
    const clock = new FakeClock();
    const limiter = await createRateLimiter({ clock });
    made.push(limiter);
    const results = [limiter.reserveNow({ limit, key, cost: 100 }), limiter.reserveNow({ limit, key })];
    expect(results).toMatchObject([{ allowed: true }, { allowed: false }]);
    clock.advance(60_000);
    expect(limiter.reserveNow({ limit, key, cost: 100 })).toMatchObject({ allowed: true });
  });

  it('goes on by itself with its share of what is known when Redis is lost', async () => {
    const server = await startRedis();
    const limiter = await createRateLimiter({ redis: { url: server.url }, instances: 4 });
    made.push(limiter);
    await server.stop();
    await limiter.drain([{ limit, key, remaining: 40 }]);
    expect(await limiter.consume(limit, key)).toMatchObject({ decidedBy: 'insurance', remaining: 9 });
    await server[Symbol.asyncDispose]();
  });
});
