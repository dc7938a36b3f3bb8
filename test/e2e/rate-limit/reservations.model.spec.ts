import { systemClock } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import type { GcraRate } from '@hydrogenai/rate-limit';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RedisStore } from '../../../libs/rate-limit/src/redis/redis.store.js';
import { MemoryStore } from '../../../libs/rate-limit/src/stores/memory.store.js';
import type { RateLimitStore } from '../../../libs/rate-limit/src/stores/rate-limit.store.js';
import { startRedis } from '../../support/redis-server.js';
import { costOf, rates } from './support/arbitraries.js';
import { watchDecisionTimes } from './support/decision-times.js';
import { ReferenceBuckets } from './support/reference-buckets.js';

/** One step of a life: a call under some of the buckets, one that reserves, or a settlement. */
const step = fc.record({
  gap: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.3, noNaN: true })),
  kind: fc.constantFrom('take', 'reserve', 'reserve', 'settle', 'settle again'),
  /** Which buckets take part, a bit each; 0 means the first. */
  buckets: fc.integer({ min: 0, max: 7 }),
  shadow: fc.integer({ min: 0, max: 7 }),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  /** Used of what was reserved: more than all, sometimes. */
  usage: fc.double({ min: 0, max: 1.5, noNaN: true }),
  /** Even, unlike doubles of fast-check: half of the leases should outlive a few steps. */
  leaseShare: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
});
const lives = fc.array(step, { minLength: 5, maxLength: 40, size: 'max' });
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

interface Reserved {
  readonly id: string;
  readonly charges: readonly { bucket: string; rate: GcraRate; reserved: number }[];
}

interface World {
  readonly store: RateLimitStore;
  /** Lets time pass. */
  readonly pass: (share: number) => unknown;
  /** When the last answer was given. */
  readonly answeredAtMs: () => number;
  readonly leaseMs: (share: number) => number;
}

const seen = { admitted: 0, rejected: 0, late: 0, settled: 0 };

async function live(
  world: World,
  mixed: readonly GcraRate[],
  steps: readonly Step[],
  id: string,
): Promise<void> {
  const { store } = world;
  const reference = new ReferenceBuckets();
  const open: Reserved[] = [];
  const ended: Reserved[] = [];
  for (const [index, { gap, kind, buckets, shadow, share, usage, leaseShare }] of steps.entries()) {
    await world.pass(gap);
    const isSet = (mask: number, which: number): boolean => ((mask >> which) & 1) === 1;
    const chosen = mixed.flatMap((rate, which) =>
      isSet(Math.max(1, buckets), which)
        ? [
            {
              bucket: `${id} bucket ${which}`,
              rate,
              cost: costOf(rate, share),
              binding: !isSet(shadow, which),
            },
          ]
        : [],
    );
    if (kind === 'take' || kind === 'reserve') {
      if (chosen.length === 0) continue;
      const lease = kind === 'reserve' ? { id: `${id}-${index}`, ms: world.leaseMs(leaseShare) } : undefined;
      const outcome = await store.take({ charges: chosen, deadlineMs: 1_000, ...(lease ? { lease } : {}) });
      const { allowed, verdicts } = reference.take(world.answeredAtMs(), chosen, lease);
      expect(outcome).toEqual({ kind: 'decided', allowed, verdicts });
      seen[allowed ? 'admitted' : 'rejected']++;
      const charges = chosen.flatMap(({ bucket, rate, cost }, which) =>
        verdicts[which]?.allowed ? [{ bucket, rate, reserved: cost }] : [],
      );
      if (lease && allowed && charges.length > 0) open.push({ id: lease.id, charges });
      continue;
    }
    const settled = kind === 'settle' ? open.shift() : ended.at(-1);
    if (!settled) continue;
    ended.push(settled);
    const charges = settled.charges.map((one) => ({ ...one, actual: Math.round(usage * one.reserved) }));
    const outcome = await store.settle({ leaseId: settled.id, charges, deadlineMs: 1_000 });
    const { late } = reference.settle(world.answeredAtMs(), settled.id, charges);
    expect(outcome).toEqual({ kind: 'settled', late });
    seen[late ? 'late' : 'settled']++;
  }
}

describe('several limits and reservations, against a reference in unbounded integers', () => {
  it('never diverge in memory', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rates, { minLength: 1, maxLength: 3 }), lives, async (mixed, steps) => {
        const clock = new FakeClock();
        const store = new MemoryStore({ clock, maxKeys: 100 });
        const longest = Math.max(...mixed.map(({ periodMs }) => periodMs));
        const world: World = {
          store,
          pass: (share) => clock.advance(Math.round(share * longest)),
          answeredAtMs: () => clock.monotonicMs(),
          leaseMs: (share) => 1 + Math.round(share * longest),
        };
        await live(world, mixed, steps, 'memory');
      }),
      { numRuns: 10_000 },
    );
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(5_000);
  });

  it('never diverge on a real Redis, by the times at which it says that it decided', async () => {
    await using redis = await startRedis();
    for (const key of ['admitted', 'rejected', 'late', 'settled'] as const) seen[key] = 0;
    const shortRates = rates.map((rate): GcraRate => ({ ...rate, periodMs: 50 + (rate.periodMs % 250) }));
    const cases = fc.sample(fc.tuple(fc.array(shortRates, { minLength: 1, maxLength: 3 }), lives), 200);
    const workers = Array.from({ length: 20 }, async (_, worker) => {
      const client = new Redis(redis.url);
      const answeredAtMs = watchDecisionTimes(client);
      const opened = { client, owned: false, close: () => undefined };
      const store = new RedisStore({ redis: opened, clock: systemClock, prefix: 'model' });
      const world: World = {
        store,
        pass: (share) => (share > 0.1 ? sleep(Math.round(share * 100)) : undefined),
        answeredAtMs,
        leaseMs: (share) => 1 + Math.round(share * 150),
      };
      for (const [index, [mixed, steps]] of cases.entries()) {
        if (index % 20 === worker) await live(world, mixed, steps, `redis-${index}`);
      }
      store.close();
      client.disconnect();
    });
    await Promise.all(workers);
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(50);
  });
});
