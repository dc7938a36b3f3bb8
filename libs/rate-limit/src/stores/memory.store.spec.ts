import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from './memory.store.js';
import { takeOne } from '../../../../test/e2e/rate-limit/support/take-one.js';

const rate = { limit: 10, periodMs: 1_000, burst: 10 };

describe('MemoryStore', () => {
  it('forgets buckets that are full again while it is used, and needs no timer for it', () => {
    const clock = new FakeClock();
    const store = new MemoryStore({ clock, maxKeys: 1_000 });
    for (let index = 0; index < 500; index++) takeOne(store, { bucket: `short ${index}`, rate, cost: 1 });
    expect(store.size).toBe(500);
    clock.advance(100);
    for (let call = 0; call < 250; call++) takeOne(store, { bucket: 'another', rate, cost: 1 });
    expect(store.size).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  it('never holds more than maxKeys buckets, and forgets the one that would be full again first', () => {
    const clock = new FakeClock();
    const store = new MemoryStore({ clock, maxKeys: 3 });
    takeOne(store, { bucket: 'exhausted', rate, cost: 10 });
    for (let index = 0; index < 1_000; index++) {
      takeOne(store, { bucket: `fresh ${index}`, rate, cost: 1 });
      expect(store.size).toBeLessThanOrEqual(3);
    }
    expect(takeOne(store, { bucket: 'exhausted', rate, cost: 1 })).toMatchObject({ allowed: false });
    // The newest is remembered, too: a flood gains nothing by coming late.
    expect(takeOne(store, { bucket: 'fresh 999', rate, cost: 10 })).toMatchObject({ allowed: false });
    expect(takeOne(store, { bucket: 'fresh 0', rate, cost: 10 })).toMatchObject({ allowed: true });
  });

  it('keeps whichever buckets have most left to wait, in any order of use', () => {
    const uses = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 5 })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(uses, (calls) => {
        const store = new MemoryStore({ clock: new FakeClock(), maxKeys: 8 });
        const resets = new Map<string, number>();
        for (const [index, cost] of calls) {
          const bucket = `bucket ${index}`;
          const decision = takeOne(store, { bucket, rate, cost });
          const isNew = !resets.has(bucket);
          if (!decision.allowed) continue;
          if (isNew && resets.size === 8) {
            const least = Math.min(...resets.values());
            const candidates = [...resets].filter(([, resetMs]) => resetMs === least).map(([name]) => name);
            // Which of equals went is the store's own affair.
            const gone = candidates.filter((name) => !store.holds(name));
            for (const name of gone) resets.delete(name);
          }
          resets.set(bucket, decision.resetMs);
          expect(store.size).toBe(resets.size);
        }
        for (const name of resets.keys()) expect(store.holds(name)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('waits no shorter for a clock with fractions of a millisecond', () => {
    const clock = new FakeClock();
    const store = new MemoryStore({ clock, maxKeys: 3 });
    clock.advance(0.9);
    takeOne(store, { bucket: 'one', rate, cost: 10 });
    const rejected = takeOne(store, { bucket: 'one', rate, cost: 1 });
    expect(rejected).toEqual({ allowed: false, retryAfterMs: 100, remaining: 0, resetMs: 1_000 });
    clock.advance(99);
    expect(takeOne(store, { bucket: 'one', rate, cost: 1 }).allowed).toBe(false);
    clock.advance(1);
    expect(takeOne(store, { bucket: 'one', rate, cost: 1 }).allowed).toBe(true);
  });
});
