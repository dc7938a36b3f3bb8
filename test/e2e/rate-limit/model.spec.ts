import { FakeClock } from '@hydrogenai/common/testing';
import { decideGcra, type GcraDecision, type GcraRate, type Span } from '@hydrogenai/rate-limit';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '@hydrogenai/common';
import { MemoryStore } from '../../../libs/rate-limit/src/stores/memory.store.js';
import { RedisStore } from '../../../libs/rate-limit/src/redis/redis.store.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { costOf, rates, steps } from './support/arbitraries.js';
import { ReferenceBucket } from './support/reference-bucket.js';
import { takeOne, verdictOf } from './support/take-one.js';

/** How often each decision was met: a model test that only ever admits would prove nothing. */
function countingDecisions(): { see: (decision: GcraDecision) => void; admitted: number; rejected: number } {
  const counts = {
    admitted: 0,
    rejected: 0,
    see: ({ allowed }: GcraDecision) => void (allowed ? counts.admitted++ : counts.rejected++),
  };
  return counts;
}

describe('against a reference bucket in unbounded integers', () => {
  it('the policy never diverges', () => {
    const counts = countingDecisions();
    fc.assert(
      fc.property(rates, fc.integer({ min: 0, max: 2 ** 41 }), steps, (rate, startMs, calls) => {
        const reference = new ReferenceBucket(rate);
        let nowMs = startMs;
        let tat: Span | undefined;
        for (const { gap, share } of calls) {
          nowMs += Math.round(gap * rate.periodMs);
          const cost = costOf(rate, share);
          const outcome = decideGcra({ nowMs, tat, rate, cost });
          const { nextState, ...decision } = outcome.allowed ? outcome : { ...outcome, nextState: tat };
          expect(decision).toEqual(reference.consume(nowMs, cost));
          counts.see(outcome);
          tat = nextState;
        }
      }),
      { numRuns: 10_000 },
    );
    expect(counts.admitted).toBeGreaterThan(10_000);
    expect(counts.rejected).toBeGreaterThan(10_000);
  });

  it('the memory store never diverges, with many buckets that come and go', () => {
    const counts = countingDecisions();
    fc.assert(
      fc.property(fc.array(rates, { minLength: 1, maxLength: 4 }), steps, (mixed, calls) => {
        const clock = new FakeClock();
        const store = new MemoryStore({ clock, maxKeys: 100 });
        const buckets = mixed.map((rate, index) => ({
          bucket: `bucket ${index}`,
          rate,
          reference: new ReferenceBucket(rate),
        }));
        for (const [index, { gap, share }] of calls.entries()) {
          const { bucket, rate, reference } = pick(buckets, index);
          clock.advance(Math.round(gap * rate.periodMs));
          const cost = costOf(rate, share);
          const decision = takeOne(store, { bucket, rate, cost });
          expect(decision).toEqual(reference.consume(clock.monotonicMs(), cost));
          counts.see(decision);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(counts.admitted).toBeGreaterThan(3_000);
    expect(counts.rejected).toBeGreaterThan(3_000);
  });

  describe('the script on a real Redis', () => {
    let redis: RedisServer;

    beforeAll(async () => {
      redis = await startRedis();
    });

    afterAll(() => redis.stop());

    it('never diverges, by the times at which Redis says that it decided', async () => {
      const counts = countingDecisions();
      const shortRates = rates.map((rate): GcraRate => ({ ...rate, periodMs: 50 + (rate.periodMs % 450) }));
      const cases = fc.sample(fc.tuple(fc.oneof(shortRates, shortRates, rates), steps), 300);
      const workers = Array.from({ length: 10 }, async (_, worker) => {
        const client = new Redis(redis.url);
        const decidedAtMs = watchDecisionTimes(client);
        const store = new RedisStore({
          redis: { client, owned: false, close: () => undefined },
          clock: systemClock,
          prefix: 'model',
        });
        for (const [index, [rate, calls]] of cases.entries()) {
          if (index % 10 !== worker) continue;
          const reference = new ReferenceBucket(rate);
          for (const { gap, share } of calls) {
            if (gap > 0.5) await sleep(1 + ((gap * 100) % 15));
            const cost = costOf(rate, share);
            const outcome = await store.take({
              charges: [{ bucket: `bucket ${index}`, rate, cost, binding: true }],
              deadlineMs: 1_000,
            });
            const decision = verdictOf(outcome);
            expect(decision).toEqual(reference.consume(decidedAtMs(), cost));
            counts.see(decision);
          }
        }
        store.close();
        client.disconnect();
      });
      await Promise.all(workers);
      expect(counts.admitted).toBeGreaterThan(300);
      expect(counts.rejected).toBeGreaterThan(300);
    });
  });
});

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** Listens in on the script's answers; the first element is Redis' clock in microseconds. */
function watchDecisionTimes(client: Redis): () => number {
  let lastUs = 0;
  for (const name of ['evalsha', 'eval'] as const) {
    const run = client[name].bind(client) as (...args: unknown[]) => Promise<unknown>;
    const watched = async (...args: unknown[]): Promise<unknown> => {
      const reply = await run(...args);
      if (Array.isArray(reply)) lastUs = Number(reply[0]);
      return reply;
    };
    Object.assign(client, { [name]: watched });
  }
  return () => Math.floor(lastUs / 1_000);
}
