import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { aiBudget } from './budget.facts.js';
import type { BudgetBucket } from './budget.store.js';
import type { RedisDecision, Settlement } from './redis-budgets.js';
import { SharedBudgetStore } from './shared-budget.store.js';

const BUCKET: BudgetBucket = { name: 'b', budget: 'b', limit: 1_000, endsAt: Date.UTC(2027, 0) };

/** Redis as this process sees it: it answers what it is told to, or fails. What real ones do is tested over sockets. */
class Line {
  works = true;
  /** Settlements get lost. */
  deaf = false;
  asked = 0;
  decision: RedisDecision = { reserved: true, states: [{ spent: 200, held: 0 }] };
  readonly charged: (readonly Settlement[])[] = [];

  async reserve(): Promise<RedisDecision> {
    this.asked += 1;
    if (!this.works) throw new Error('lost');
    return this.decision;
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly number[]> {
    if (!this.works || this.deaf) throw new Error('lost');
    this.charged.push(settlements);
    return settlements.map(() => 200);
  }
}

function storeOn(line: Line, instances = 4) {
  const clock = new FakeClock(Date.UTC(2026, 10, 23));
  const store = new SharedBudgetStore({
    redis: line,
    clock,
    leaseMs: 60_000,
    deadlineMs: 100,
    instances,
    onSpent: () => undefined,
  });
  let serial = 0;
  const reserve = async (amount: number) => {
    serial += 1;
    return store.reserve({ leaseId: `l${serial}`, amount, buckets: [BUCKET] });
  };
  return { clock, store, reserve };
}

describe('SharedBudgetStore', () => {
  it('asks Redis, and hands over what a call cost together with its lease', async () => {
    const line = new Line();
    const { clock, reserve } = storeOn(line);
    const outcome = await reserve(50);
    if (outcome.kind === 'reserved') outcome.reservation.settle(20);
    await clock.advanceAsync(0);
    expect(line.charged).toEqual([
      [{ bucket: BUCKET, charge: 20, leases: [expect.objectContaining({ leaseId: 'l1', amount: 50 })] }],
    ]);
    line.decision = { reserved: false, states: [{ spent: 990, held: 5 }] };
    expect(await reserve(50)).toEqual({ kind: 'refused', states: [{ spent: 990, held: 5 }] });
  });

  it('goes by its share of what was left while Redis is lost, and lets only few calls wait for Redis', async () => {
    const line = new Line();
    const { clock, reserve } = storeOn(line);
    using facts = collectFacts(aiBudget);
    await reserve(0);
    line.works = false;
    // 800 are left, shared by four.
    expect((await reserve(150)).kind).toBe('reserved');
    for (let call = 0; call < 20; call += 1) {
      expect(await reserve(51)).toEqual({ kind: 'refused', states: [{ spent: 800, held: 150 }] });
    }
    expect((await reserve(50)).kind).toBe('reserved');
    expect(line.asked).toBe(2);
    await clock.advanceAsync(250);
    await reserve(1);
    await reserve(1);
    expect(line.asked).toBe(3);
    expect(facts.facts).toEqual([{ event: 'store_lost' }]);
  });

  it('charges what it spent alone when Redis is back, each call once, and gives late leases back', async () => {
    const line = new Line();
    const { clock, reserve } = storeOn(line, 1);
    using facts = collectFacts(aiBudget);
    line.works = false;
    for (const actual of [30, 40]) {
      const outcome = await reserve(100);
      if (outcome.kind === 'reserved') outcome.reservation.settle(actual);
    }
    await clock.advanceAsync(2_000);
    expect(line.charged).toEqual([]);
    line.works = true;
    await clock.advanceAsync(250);
    const settlements = line.charged.flat();
    expect(settlements.reduce((sum, { charge }) => sum + charge, 0)).toBe(70);
    // Only the first call asked Redis, which may have held its money although the answer was lost.
    expect(settlements.flatMap(({ leases }) => leases.map(({ leaseId }) => leaseId))).toEqual(['l1']);
    expect(facts.facts).toEqual([
      { event: 'store_lost' },
      { event: 'store_back', outageMs: expect.any(Number) },
    ]);
    await clock.advanceAsync(60_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('does not give a share twice when Redis comes and goes before it has heard what was spent', async () => {
    const line = new Line();
    const { clock, reserve } = storeOn(line, 1);
    await reserve(0);
    line.works = false;
    const spent = await reserve(800);
    await clock.advanceAsync(300);
    line.works = true;
    line.deaf = true;
    if (spent.kind === 'reserved') spent.reservation.settle(800);
    // A decision comes through, the settlement does not.
    await reserve(0);
    line.works = false;
    expect((await reserve(1)).kind).toBe('refused');
    line.works = true;
    line.deaf = false;
    line.decision = { reserved: true, states: [{ spent: 1_000, held: 0 }] };
    await clock.advanceAsync(1_000);
    line.works = false;
    // Now it has, and told so.
    expect((await reserve(1)).kind).toBe('refused');
    expect(line.charged.flat().reduce((sum, { charge }) => sum + charge, 0)).toBe(800);
  });

  it('begins each outage with a share of its own', async () => {
    const line = new Line();
    const { clock, reserve } = storeOn(line, 1);
    const spendAll = async (): Promise<number> => {
      line.works = false;
      const outcome = await reserve(800);
      if (outcome.kind === 'reserved') outcome.reservation.settle(0);
      const kinds = await reserve(1_001);
      line.works = true;
      await clock.advanceAsync(1_000);
      return outcome.kind === 'reserved' && kinds.kind === 'refused' ? 1 : 0;
    };
    await reserve(0);
    expect((await spendAll()) + (await spendAll()) + (await spendAll())).toBe(3);
  });

  it('hands over what is left when it is closed, and does not insist on it', async () => {
    const line = new Line();
    const { clock, store, reserve } = storeOn(line);
    const outcome = await reserve(50);
    line.works = false;
    if (outcome.kind === 'reserved') outcome.reservation.settle(20);
    await store.close();
    expect(line.charged).toEqual([]);
    await clock.advanceAsync(1_000);
    expect(clock.pendingTimers).toBe(0);
    line.works = true;
    await store.close();
    expect(line.charged.flat()).toMatchObject([{ charge: 20 }]);
  });
});
