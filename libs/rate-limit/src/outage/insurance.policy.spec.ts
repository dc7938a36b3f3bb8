import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '@hydrogenai/common/testing';
import { MemoryStore } from '../stores/memory.store.js';
import { insuredRate } from './insurance.policy.js';
import { takeOne } from '../../../../test/e2e/rate-limit/support/take-one.js';

describe('the insured rate', () => {
  it.each([
    [60, 10, 4, 1, { limit: 15, periodMs: 1_000, burst: 2 }],
    [60, 60, 1, 1, { limit: 60, periodMs: 1_000, burst: 60 }],
    [3, 3, 8, 1, { limit: 1, periodMs: 1_000, burst: 1 }],
    [60, 10, 4, 5, { limit: 15, periodMs: 1_000, burst: 5 }],
    [60, 10, 4, 11, { limit: 15, periodMs: 1_000, burst: 10 }],
  ])('of %d (burst %d) for %d instances and a call of cost %d', (limit, burst, instances, cost, expected) => {
    expect(insuredRate({ limit, periodMs: 1_000, burst }, instances, cost)).toEqual(expected);
  });

  it('lets all instances together grant at most the limit, or one call each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 50 }), (limit, instances) => {
        const share = insuredRate({ limit, periodMs: 1_000, burst: limit }, instances, 1);
        expect(share.burst * instances).toBeLessThanOrEqual(Math.max(limit, instances));
        expect(share.limit * instances).toBeLessThanOrEqual(Math.max(limit, instances));
      }),
    );
  });

  it('charges a call above the share in full: costly and cheap calls together stay within it', () => {
    const clock = new FakeClock();
    const store = new MemoryStore({ clock, maxKeys: 9 });
    const rate = { limit: 40, periodMs: 1_000, burst: 20 };
    let charged = 0;
    for (let step = 0; step < 2_000; step++) {
      const cost = step % 3 === 0 ? 9 : 1;
      const share = insuredRate(rate, 4, cost);
      if (takeOne(store, { bucket: 'one', rate: share, cost }).allowed) charged += cost;
      clock.advance(5);
    }
    // 10 s at a share of 10 per second, and at most one bucket of 9 on top.
    expect(charged).toBeLessThanOrEqual(100 + 9);
    expect(charged).toBeGreaterThan(90);
  });
});
