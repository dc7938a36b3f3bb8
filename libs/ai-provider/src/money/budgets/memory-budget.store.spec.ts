import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUDGET_STORE_CONTRACT } from '../testing/budget-store.contract.js';
import type { BudgetBucket, Reservation } from './budget.store.js';
import { MemoryBudgetStore } from './memory-budget.store.js';

const LEASE_MS = 1_000;

describe('MemoryBudgetStore', () => {
  it.each(BUDGET_STORE_CONTRACT)('$name', ({ check }) =>
    check(({ onSpent }) => {
      const clock = new FakeClock();
      return {
        store: new MemoryBudgetStore({ clock, leaseMs: LEASE_MS, onSpent }),
        settled: () => Promise.resolve(),
        leasesEnded: () => Promise.resolve(clock.advance(LEASE_MS)),
      };
    }),
  );

  it('is never above the cap, never blocks without a reason, and every reservation returns', () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant('reserve' as const),
          amount: fc.integer({ min: 0, max: 60 }),
          buckets: fc.subarray([0, 1, 2], { minLength: 1 }),
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('settle' as const),
          which: fc.nat(),
          share: fc.constantFrom(0, 0.3, 1, 1, 1.5),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 700 }) }),
      },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const clock = new FakeClock();
        const store = new MemoryBudgetStore({ clock, leaseMs: LEASE_MS });
        const buckets = [100, 60, 150].map<BudgetBucket>((limit, index) => ({
          name: `b${index}`,
          budget: 'b',
          limit,
          endsAt: clock.now() + 86_400_000,
        }));
        const reference = new Reference([100, 60, 150]);
        const open: { readonly reservation: Reservation; readonly entry: Held }[] = [];
        for (const [index, each] of steps.entries()) {
          if (each.do === 'wait') {
            clock.advance(each.ms);
          } else if (each.do === 'reserve') {
            const outcome = store.reserve({
              leaseId: `l${index}`,
              amount: each.amount,
              buckets: buckets.filter((_, place) => each.buckets.includes(place)),
            });
            const entry = reference.reserve(each.amount, each.buckets, clock.monotonicMs());
            expect(outcome.kind).toBe(entry ? 'reserved' : 'refused');
            if (outcome.kind === 'reserved' && entry) open.push({ reservation: outcome.reservation, entry });
          } else if (open.length > 0) {
            const [chosen] = open.splice(each.which % open.length, 1);
            const actual = Math.floor((chosen?.entry.amount ?? 0) * each.share);
            chosen?.reservation.settle(actual);
            if (chosen) reference.settle(chosen.entry, actual, clock.monotonicMs());
          }
          for (const [place, { name, limit }] of buckets.entries()) {
            const { spent, held } = store.stateOf(name) ?? { spent: 0, held: 0 };
            expect({ spent, held }).toEqual(reference.state(place, clock.monotonicMs()));
            expect(spent + held).toBeLessThanOrEqual(limit + reference.beyond(place));
          }
        }
        clock.advance(LEASE_MS);
        for (const [place, { name }] of buckets.entries()) {
          expect(store.stateOf(name)?.held ?? 0).toBe(0);
          const left = Math.max(0, (buckets[place]?.limit ?? 0) - (store.stateOf(name)?.spent ?? 0));
          const fits = reference.beyond(place) === 0 || left > 0;
          const again = { leaseId: `end ${place}`, amount: left, buckets: buckets.slice(place, place + 1) };
          expect(!fits || store.reserve(again).kind === 'reserved').toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it('forgets windows that are over, and holds at most so many buckets', () => {
    const clock = new FakeClock();
    const store = new MemoryBudgetStore({ clock, leaseMs: LEASE_MS, maxBuckets: 2_000 });
    const spend = (name: string, endsInMs: number): string => {
      const bucket = { name, budget: 'b', limit: 10, endsAt: clock.now() + endsInMs };
      const outcome = store.reserve({ leaseId: name, amount: 10, buckets: [bucket] });
      if (outcome.kind === 'reserved') outcome.reservation.settle(10);
      return outcome.kind;
    };
    for (let index = 0; index < 1_500; index += 1) spend(`short ${index}`, 60_000);
    clock.advance(60_000);
    for (let index = 0; index < 1_500; index += 1) expect(spend(`next ${index}`, 60_000)).toBe('reserved');
    expect(store.size).toBeLessThanOrEqual(2_000);
    clock.advance(20_000);
    for (let index = 0; index < 2_000; index += 1) spend(`flood ${index}`, 60_000);
    expect(store.size).toBeLessThanOrEqual(2_002);
    // Who came first is remembered; who comes too late shares one bucket, and its end is that of all others.
    expect(spend('next 0', 40_000)).toBe('refused');
    clock.advance(1);
    expect(store.size).toBeLessThanOrEqual(2_002);
  });
});

interface Held {
  readonly amount: number;
  readonly places: readonly number[];
  readonly endsAtMs: number;
  settled: boolean;
}

/** The same in the plainest way: lists of what was held and what was charged. */
class Reference {
  private readonly entries: Held[] = [];
  private readonly charges: {
    readonly places: readonly number[];
    readonly actual: number;
    readonly beyond: number;
  }[] = [];

  constructor(private readonly limits: readonly number[]) {}

  reserve(amount: number, places: readonly number[], nowMs: number): Held | undefined {
    const fits = places.every((place) => {
      const { spent, held } = this.state(place, nowMs);
      return spent + held + amount <= (this.limits[place] ?? 0);
    });
    if (!fits) return undefined;
    const entry = { amount, places, endsAtMs: nowMs + LEASE_MS, settled: false };
    this.entries.push(entry);
    return entry;
  }

  settle(entry: Held, actual: number, nowMs: number): void {
    entry.settled = true;
    // What a call cost more than was held for it, or after its lease, no budget can prevent.
    const covered = entry.endsAtMs > nowMs ? entry.amount : 0;
    this.charges.push({ places: entry.places, actual, beyond: Math.max(0, actual - covered) });
  }

  state(place: number, nowMs: number): { spent: number; held: number } {
    const spent = this.charges
      .filter(({ places }) => places.includes(place))
      .reduce((sum, { actual }) => sum + actual, 0);
    const held = this.entries
      .filter(({ places, settled, endsAtMs }) => places.includes(place) && !settled && endsAtMs > nowMs)
      .reduce((sum, { amount }) => sum + amount, 0);
    return { spent, held };
  }

  beyond(place: number): number {
    return this.charges
      .filter(({ places }) => places.includes(place))
      .reduce((sum, { beyond }) => sum + beyond, 0);
  }
}
