import { deepEqual, equal } from 'node:assert/strict';
import type { BudgetBucket, BudgetStore, ReserveOutcome, SpendListener } from '../budgets/budget.store.js';

/** A store of an implementation, with nothing spent yet. */
export interface BudgetStoreFixture {
  readonly store: BudgetStore;
  /** Waits until every settlement so far has been charged. */
  settled(): Promise<void>;
  /** Waits until every lease so far has ended. */
  leasesEnded(): Promise<void>;
}

export type OpenBudgetStore = { readonly onSpent: SpendListener };

/** Opens a fixture whose store tells `onSpent` what it charges. */
export interface BudgetStoreOpener {
  (options: OpenBudgetStore): BudgetStoreFixture | Promise<BudgetStoreFixture>;
}

let serial = 0;
const bucket = (limit: number): BudgetBucket => {
  serial += 1;
  return { name: `contract ${serial}`, budget: 'contract', limit, endsAt: Date.now() + 3_600_000 };
};
const ignore: SpendListener = () => undefined;

async function reserve(
  store: BudgetStore,
  amount: number,
  ...buckets: BudgetBucket[]
): Promise<ReserveOutcome> {
  serial += 1;
  return store.reserve({ leaseId: `lease-${process.pid}-${serial}`, amount, buckets });
}

async function settle(fixture: BudgetStoreFixture, outcome: ReserveOutcome, actual: number): Promise<void> {
  equal(outcome.kind, 'reserved');
  if (outcome.kind === 'reserved') outcome.reservation.settle(actual);
  await fixture.settled();
}

/** What every `BudgetStore` promises. */
export const BUDGET_STORE_CONTRACT: readonly {
  readonly name: string;
  check(open: BudgetStoreOpener): Promise<void>;
}[] = [
  {
    name: 'reserves up to the limit to the micro-dollar, and not beyond it',
    async check(open) {
      const { store } = await open({ onSpent: ignore });
      const one = bucket(100);
      equal((await reserve(store, 60, one)).kind, 'reserved');
      deepEqual(await reserve(store, 41, one), { kind: 'refused', states: [{ spent: 0, held: 60 }] });
      equal((await reserve(store, 40, one)).kind, 'reserved');
      equal((await reserve(store, 0, one)).kind, 'reserved');
      equal((await reserve(store, 1, one)).kind, 'refused');
    },
  },
  {
    name: 'charges what a call really cost, and gives the rest back',
    async check(open) {
      const fixture = await open({ onSpent: ignore });
      const one = bucket(100);
      await settle(fixture, await reserve(fixture.store, 100, one), 30);
      deepEqual(await reserve(fixture.store, 71, one), { kind: 'refused', states: [{ spent: 30, held: 0 }] });
      equal((await reserve(fixture.store, 70, one)).kind, 'reserved');
    },
  },
  {
    name: 'holds an amount in all buckets or in none',
    async check(open) {
      const { store } = await open({ onSpent: ignore });
      const [wide, narrow] = [bucket(100), bucket(10)];
      deepEqual(await reserve(store, 50, wide, narrow), {
        kind: 'refused',
        states: [
          { spent: 0, held: 0 },
          { spent: 0, held: 0 },
        ],
      });
      equal((await reserve(store, 10, wide, narrow)).kind, 'reserved');
      equal((await reserve(store, 91, wide)).kind, 'refused');
      equal((await reserve(store, 90, wide)).kind, 'reserved');
    },
  },
  {
    name: 'gives back what nobody settles, when the lease ends',
    async check(open) {
      const fixture = await open({ onSpent: ignore });
      const one = bucket(100);
      equal((await reserve(fixture.store, 100, one)).kind, 'reserved');
      equal((await reserve(fixture.store, 1, one)).kind, 'refused');
      await fixture.leasesEnded();
      equal((await reserve(fixture.store, 100, one)).kind, 'reserved');
    },
  },
  {
    name: 'charges a settlement that comes after its lease, and gives nothing back twice',
    async check(open) {
      const fixture = await open({ onSpent: ignore });
      const one = bucket(100);
      const late = await reserve(fixture.store, 40, one);
      await fixture.leasesEnded();
      const other = await reserve(fixture.store, 60, one);
      await settle(fixture, late, 40);
      deepEqual(await reserve(fixture.store, 1, one), { kind: 'refused', states: [{ spent: 40, held: 60 }] });
      await settle(fixture, other, 0);
      equal((await reserve(fixture.store, 60, one)).kind, 'reserved');
    },
  },
  {
    name: 'charges beyond the reservation, and beyond the limit, when a call cost that much',
    async check(open) {
      const fixture = await open({ onSpent: ignore });
      const one = bucket(100);
      await settle(fixture, await reserve(fixture.store, 10, one), 150);
      deepEqual(await reserve(fixture.store, 0, one), { kind: 'refused', states: [{ spent: 150, held: 0 }] });
    },
  },
  {
    name: 'tells what it charges, with what was spent before',
    async check(open) {
      const told: unknown[] = [];
      const fixture = await open({
        onSpent: ({ name }, before, after) => told.push([name, before, after]),
      });
      const [one, two] = [bucket(100), bucket(100)];
      await settle(fixture, await reserve(fixture.store, 10, one), 7);
      await settle(fixture, await reserve(fixture.store, 10, one, two), 5);
      deepEqual(told, [
        [one.name, 0, 7],
        [one.name, 7, 12],
        [two.name, 0, 5],
      ]);
    },
  },
  {
    name: 'keeps amounts exact up to a billion dollars',
    async check(open) {
      const fixture = await open({ onSpent: ignore });
      const one = bucket(1_000_000_000_000_000);
      await settle(fixture, await reserve(fixture.store, 999_999_999_999_999, one), 999_999_999_999_998);
      deepEqual(await reserve(fixture.store, 3, one), {
        kind: 'refused',
        states: [{ spent: 999_999_999_999_998, held: 0 }],
      });
      equal((await reserve(fixture.store, 2, one)).kind, 'reserved');
    },
  },
];
