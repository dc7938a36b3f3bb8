import { InvalidOptionError } from '@hydrogenai/common';
import { collectFacts } from '@hydrogenai/common/testing';
import {
  defineRateLimit,
  RateLimitCostError,
  rateLimitDecision,
  RateLimitKeyError,
  RateLimitSettlementError,
  type RateLimit,
  type RateLimitDefinition,
  type RateLimitModuleOptions,
} from '@hydrogenai/rate-limit';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedisCluster } from '../../support/redis-cluster.js';
import { startRedis } from '../../support/redis-server.js';
import { startLimiterApp, type LimiterApp } from './support/limiter-app.js';

interface Place extends AsyncDisposable {
  readonly options: RateLimitModuleOptions;
}

const places: readonly (readonly [string, () => Promise<Place>])[] = [
  ['in memory', () => Promise.resolve({ options: {}, [Symbol.asyncDispose]: () => Promise.resolve() })],
  [
    'on one Redis',
    async () => {
      const redis = await startRedis();
      return {
        options: { redis: { url: redis.url } },
        [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
      };
    },
  ],
  [
    'on a Redis Cluster',
    async () => {
      const cluster = await startRedisCluster();
      return {
        options: { redis: { nodes: cluster.urls } },
        [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose](),
      };
    },
  ],
];

/** A long period, so that what drains while a test runs is less than a call. The machine may be busy: no short deadline. */
function limitOf(name: string, limit: number, more: Partial<RateLimitDefinition> = {}): RateLimit {
  return defineRateLimit({ name, limit, per: '30d', deadlineMs: 1_000, ...more });
}

describe.each(places)('limits %s', (_, start) => {
  let place: Place;
  let app: LimiterApp;
  let count = 0;
  /** A key that no other test has used. */
  const nobody = (): string => `nobody ${count++}`;

  beforeAll(async () => {
    place = await start();
    app = await startLimiterApp(place.options);
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await place[Symbol.asyncDispose]();
  });

  describe('several at once', () => {
    const user = limitOf('user', 5);
    const global = limitOf('global', 3);

    it('charge all, or none when one has no room', async () => {
      const [key, other, all] = [nobody(), nobody(), nobody()];
      const call = (who: string) =>
        app.limiter.consumeAll([
          { limit: user, key: who },
          { limit: global, key: all },
        ]);
      for (const remaining of [2, 1, 0]) {
        expect(await call(key)).toMatchObject({
          allowed: true,
          limits: [{ remaining: remaining + 2 }, { remaining }],
        });
      }
      const refused = await call(other);
      expect(refused).toMatchObject({
        allowed: false,
        decisive: { limit: { name: 'global' } },
        limits: [
          { allowed: true, exceeded: false, remaining: 5 },
          { allowed: false, exceeded: true, remaining: 0 },
        ],
      });
      // Case 7: the first is not charged.
      expect(await app.limiter.consume(user, other)).toMatchObject({ allowed: true, remaining: 4 });
      expect(await app.limiter.consume(user, key)).toMatchObject({ allowed: true, remaining: 1 });
    });

    it('are as exact under simultaneous calls', async () => {
      const [key, all] = [nobody(), nobody()];
      const wide = limitOf('wide', 100);
      const narrow = limitOf('narrow', 40);
      const decisions = await Promise.all(
        Array.from({ length: 200 }, () =>
          app.limiter.consumeAll([
            { limit: wide, key },
            { limit: narrow, key: all },
          ]),
        ),
      );
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(40);
      expect(await app.limiter.consume(wide, key)).toMatchObject({ remaining: 59 });
    });

    it('wait for the longest of those that refuse', async () => {
      const key = nobody();
      const slow = limitOf('slow', 2);
      const quick = limitOf('quick', 1, { per: '1h' });
      const call = () =>
        app.limiter.consumeAll([
          { limit: quick, key },
          { limit: slow, key, cost: 2 },
        ]);
      expect(await call()).toMatchObject({ allowed: true });
      const refused = await call();
      if (refused.allowed) throw new Error('both are used up');
      expect(refused.decisive.limit.name).toBe('slow');
      expect(refused.retryAfterMs).toBeGreaterThan(86_400_000);
    });

    it('cost each its own', async () => {
      const key = nobody();
      const requests = limitOf('requests', 10);
      const tokens = limitOf('tokens', 1_000);
      const decisions = await app.limiter.consumeAll([
        { limit: requests, key },
        { limit: tokens, key, cost: 400 },
      ]);
      expect(decisions.limits).toMatchObject([{ remaining: 9 }, { remaining: 600 }]);
    });

    it('are refused when there are none, too many, or one twice', async () => {
      const twice = [
        { limit: user, key: 'x' },
        { limit: user, key: 'x' },
      ];
      const many = Array.from({ length: 17 }, (__, index) => ({ limit: user, key: `x${index}` }));
      for (const charges of [[], twice, many]) {
        await expect(app.limiter.consumeAll(charges)).rejects.toThrow(InvalidOptionError);
      }
    });
  });

  describe('in shadow mode', () => {
    it('never refuse, are charged while they have room, and tell what they would have done', async () => {
      using facts = collectFacts(rateLimitDecision);
      const key = nobody();
      const shadow = limitOf('shadow', 5, { mode: 'shadow' });
      const outcomes = [];
      for (let call = 0; call < 7; call++) {
        const decision = await app.limiter.consume(shadow, key);
        expect(decision).toMatchObject({ allowed: true, exceeded: call >= 5 });
        outcomes.push(decision.exceeded ? 'exceeded' : decision.nearLimit ? 'near' : 'admitted');
      }
      expect(outcomes).toEqual([
        'admitted',
        'admitted',
        'admitted',
        'admitted',
        'near',
        'exceeded',
        'exceeded',
      ]);
      expect(facts.facts.map(({ outcome, mode, name }) => [name, mode, outcome])).toEqual([
        ...Array.from({ length: 4 }, () => ['shadow', 'shadow', 'admitted']),
        ['shadow', 'shadow', 'near_limit'],
        ['shadow', 'shadow', 'exceeded'],
        ['shadow', 'shadow', 'exceeded'],
      ]);
      expect(JSON.stringify(facts.facts)).not.toContain(key);
    });

    it('let a call pass that costs more than they could ever admit, and charge nothing for it', async () => {
      const key = nobody();
      const shadow = limitOf('shadow', 5, { mode: 'shadow' });
      for (const cost of [6, 1_000_000_000, Number.MAX_SAFE_INTEGER]) {
        expect(await app.limiter.consume(shadow, key, { cost })).toMatchObject({
          allowed: true,
          exceeded: true,
          remaining: 5,
        });
        const both = [
          { limit: shadow, key, cost },
          { limit: limitOf('enforced', 9), key },
        ];
        expect(await app.limiter.consumeAll(both)).toMatchObject({
          allowed: true,
          limits: [{ exceeded: true, remaining: 5 }, { exceeded: false }],
        });
      }
      const held = await app.limiter.reserve({ limit: shadow, key, cost: 6 });
      if (!held.allowed) throw new Error('A limit in shadow mode has refused.');
      expect(await held.reservation.settle({ shadow: 6 })).toBe('settled');
      expect(await app.limiter.consume(shadow, key, { cost: 5 })).toMatchObject({ exceeded: false });
    });

    it('do not stand in the way of those that are enforced, nor are charged when these refuse', async () => {
      const [key, all] = [nobody(), nobody()];
      const shadow = limitOf('shadow', 1, { mode: 'shadow' });
      const enforced = limitOf('enforced', 2);
      const call = (who: string) =>
        app.limiter.consumeAll([
          { limit: shadow, key: who },
          { limit: enforced, key: all },
        ]);
      expect((await call(key)).allowed).toBe(true);
      expect(await call(key)).toMatchObject({
        allowed: true,
        limits: [{ exceeded: true }, { remaining: 0 }],
      });
      const other = nobody();
      expect((await call(other)).allowed).toBe(false);
      expect(await app.limiter.consume(shadow, other)).toMatchObject({ exceeded: false });
    });
  });

  describe('near the limit', () => {
    it('say so above the share that the definition names', async () => {
      const key = nobody();
      const limit = limitOf('near', 10, { nearLimitRatio: 0.5 });
      const near = [];
      for (let call = 0; call < 10; call++) near.push((await app.limiter.consume(limit, key)).nearLimit);
      expect(near).toEqual([false, false, false, false, false, true, true, true, true, true]);
    });
  });

  describe('reserved', () => {
    const tokens = limitOf('tokens', 10_000);

    it('hold the estimate until what was used is known, and charge that', async () => {
      const key = nobody();
      const result = await app.limiter.reserve({ limit: tokens, key, cost: 4_000 });
      if (!result.allowed) throw new Error('there is room');
      expect(result.limits).toMatchObject([{ remaining: 6_000 }]);
      expect(await app.limiter.consume(tokens, key, { cost: 6_001 })).toMatchObject({ allowed: false });
      expect(await result.reservation.settle(1_200)).toBe('settled');
      // Case 8: settled is charged, exactly.
      expect(await app.limiter.consume(tokens, key, { cost: 8_800 })).toMatchObject({
        allowed: true,
        remaining: 0,
      });
    });

    it('charge more than was reserved too, beyond the rim', async () => {
      const key = nobody();
      const result = await app.limiter.reserve({ limit: tokens, key, cost: 9_000 });
      if (!result.allowed) throw new Error('there is room');
      expect(await result.reservation.settle(15_000)).toBe('settled');
      const refused = await app.limiter.consume(tokens, key);
      expect(refused).toMatchObject({ allowed: false, remaining: 0 });
      // 5,001 of 10,000 in 30 days.
      const waitMs = refused.allowed ? 0 : refused.retryAfterMs;
      expect(waitMs / (30 * 86_400_000)).toBeCloseTo(0.5, 2);
    });

    it('settle once: later settlements and releases change nothing', async () => {
      const key = nobody();
      const result = await app.limiter.reserve({ limit: tokens, key, cost: 4_000 });
      if (!result.allowed) throw new Error('there is room');
      const { reservation } = result;
      expect(await Promise.all([reservation.settle(1_000), reservation.settle(3_000)])).toEqual([
        'settled',
        'settled',
      ]);
      expect(await reservation.release()).toBe('settled');
      expect(await app.limiter.consume(tokens, key, { cost: 9_000 })).toMatchObject({ remaining: 0 });
    });

    it('are released when their scope ends without a settlement, as by an error', async () => {
      const key = nobody();
      const failing = async (): Promise<void> => {
        const result = await app.limiter.reserve({ limit: tokens, key, cost: 4_000 });
        if (!result.allowed) throw new Error('there is room');
        await using _ = result.reservation;
        throw new Error('the work failed');
      };
      await expect(failing()).rejects.toThrow('the work failed');
      expect(await app.limiter.consume(tokens, key)).toMatchObject({ remaining: 9_999 });
    });

    it('hold under several limits at once, or under none', async () => {
      const [key, all] = [nobody(), nobody()];
      const requests = limitOf('requests', 2);
      const call = (cost: number) =>
        app.limiter.reserve([
          { limit: requests, key },
          { limit: tokens, key: all, cost },
        ]);
      const first = await call(6_000);
      if (!first.allowed) throw new Error('there is room');
      expect(await call(6_000)).toMatchObject({ allowed: false, decisive: { limit: { name: 'tokens' } } });
      // Those that are not named are charged as reserved.
      expect(await first.reservation.settle({ tokens: 2_000 })).toBe('settled');
      expect(await app.limiter.consume(requests, key)).toMatchObject({ allowed: true, remaining: 0 });
      expect(await app.limiter.consume(tokens, all)).toMatchObject({ remaining: 7_999 });
    });

    it('return when their lease ends; a settlement that comes later is charged all the same', async () => {
      const key = nobody();
      const result = await app.limiter.reserve({ limit: tokens, key, cost: 10_000 }, { lease: '100ms' });
      if (!result.allowed) throw new Error('there is room');
      const refused = await app.limiter.consume(tokens, key);
      expect(refused).toMatchObject({ allowed: false });
      expect(refused.allowed ? Infinity : refused.retryAfterMs).toBeLessThanOrEqual(100);
      await sleep(150);
      expect(await app.limiter.consume(tokens, key)).toMatchObject({ allowed: true, remaining: 9_999 });
      expect(await result.reservation.settle(500)).toBe('late');
      expect(await app.limiter.consume(tokens, key)).toMatchObject({ remaining: 9_498 });
    });

    it('never add up to more than the bucket, however many are open', async () => {
      const key = nobody();
      const results = await Promise.all(
        Array.from({ length: 60 }, () => app.limiter.reserve({ limit: tokens, key, cost: 250 })),
      );
      const open = results.flatMap((result) => (result.allowed ? [result.reservation] : []));
      expect(open).toHaveLength(40);
      await Promise.all(open.map((reservation, index) => reservation.settle(index)));
      // 0 + 1 + ... + 39
      expect(await app.limiter.consume(tokens, key)).toMatchObject({ remaining: 10_000 - 780 - 1 });
    });

    it('refuse a settlement that cannot be', async () => {
      const key = nobody();
      const result = await app.limiter.reserve({ limit: tokens, key, cost: 100 });
      if (!result.allowed) throw new Error('there is room');
      const { reservation } = result;
      for (const wrong of [-1, 1.5, Number.NaN, 10_000_001]) {
        await expect(reservation.settle(wrong)).rejects.toThrow(InvalidOptionError);
      }
      await expect(reservation.settle({ token: 1 })).rejects.toThrow(RateLimitSettlementError);
      expect(await reservation.settle(0)).toBe('settled');
      for (const lease of [99, 3_600_001]) {
        await expect(app.limiter.reserve({ limit: tokens, key }, { lease })).rejects.toThrow(
          InvalidOptionError,
        );
      }
    });
  });

  describe('asked wrongly', () => {
    it('fail with a typed error and count nothing', async () => {
      const key = nobody();
      const limit = limitOf('typed', 10, { burst: 3 });
      // Programs without types can write these.
      const wrongKey = undefined as unknown as string;
      await expect(app.limiter.consume(limit, wrongKey)).rejects.toThrow(RateLimitKeyError);
      await expect(app.limiter.consume(limit, '')).rejects.toThrow(RateLimitKeyError);
      await expect(app.limiter.consume(limit, key, { cost: 4 })).rejects.toThrow(RateLimitCostError);
      await expect(app.limiter.reserve({ limit, key, cost: 4 })).rejects.toThrow(RateLimitCostError);
      for (const cost of [0, -1, 1.5, Number.NaN, Infinity]) {
        await expect(app.limiter.consume(limit, key, { cost })).rejects.toThrow(InvalidOptionError);
      }
      // The same of a limit that nobody has defined.
      for (const undefinedLimit of [{ name: 'typed', limit: 10, per: '30d' }, undefined]) {
        const wrongLimit = undefinedLimit as unknown as RateLimit;
        await expect(app.limiter.consume(wrongLimit, key)).rejects.toThrow(InvalidOptionError);
      }
      expect(await app.limiter.consume(limit, key)).toMatchObject({ remaining: 2 });
    });

    it('keep hostile keys apart', async () => {
      const limit = limitOf('hostile', 1);
      const hostile = [
        'user:1',
        'user:1}:x{',
        '{user:1}',
        'us\u0435r:1',
        'user\uFF1A1',
        'user:\u200B1',
        '\u00E9',
        'e\u0301',
        '\uD800',
        '\uD801',
        '\uFFFD',
        '"\\ud800"',
        '__proto__',
        'x'.repeat(10_240),
        `${'x'.repeat(10_240)}y`,
        '\n=user:1',
        '#x',
      ];
      for (const key of hostile)
        expect(await app.limiter.consume(limit, key)).toMatchObject({ allowed: true });
      for (const key of hostile)
        expect(await app.limiter.consume(limit, key)).toMatchObject({ allowed: false });
    });
  });
});
