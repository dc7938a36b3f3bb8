import { deepEqual, equal } from 'node:assert/strict';
import { groupUsage } from '../ledger/usage.policy.js';
import { HOUR_MS, type LedgerRow, type UsageLabels } from '../ledger/ledger-row.js';
import type { LedgerStore } from '../ledger/ledger.store.js';
import { noFigures, type UsageFigures } from '../ledger/usage-figures.js';

/** One promise of a store. Give `check` a function that opens a store on which nothing is stored yet. */
export interface ContractCase<Store> {
  readonly name: string;
  check(open: () => Store | Promise<Store>): Promise<void>;
}

const HOUR = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
const labels = (more: Partial<UsageLabels> = {}): UsageLabels => ({
  provider: 'groq',
  model: 'openai/gpt-oss-120b',
  account: 'groq',
  tenant: null,
  user: null,
  feature: null,
  ...more,
});
const row = (
  figures: Partial<UsageFigures>,
  more: Partial<UsageLabels> = {},
  hour: number = HOUR,
): LedgerRow => ({ hour, labels: labels(more), figures: { ...noFigures(), ...figures } });

async function costs(store: LedgerStore, from = HOUR, to = HOUR + HOUR_MS): Promise<number> {
  const rows = await store.read({ from, to });
  return rows.reduce((sum, { figures }) => sum + figures.costMicroDollars, 0);
}

/** What every `LedgerStore` promises: run each case with the test runner of your choice. */
export const LEDGER_STORE_CONTRACT: readonly ContractCase<LedgerStore>[] = [
  {
    name: 'gives back every figure and label as it was added',
    async check(open) {
      const store = await open();
      const added = row(
        {
          attempts: 1,
          answered: 2,
          failed: 3,
          aborted: 4,
          inputTokens: 5,
          cacheReadTokens: 6,
          cacheWriteTokens: 7,
          outputTokens: 8,
          reasoningTokens: 9,
          costMicroDollars: 4_503_599_627_370_495,
          unpriced: 11,
          estimated: 12,
          latencyMs: 13,
          firstTokenMs: 14,
          firstTokens: 15,
        },
        { tenant: 'a "b", {c}\\ \u{1F600}', user: '', feature: null },
      );
      await store.add({ writer: 'one', sequence: 1, rows: [added] });
      deepEqual(await store.read({ from: HOUR, to: HOUR + HOUR_MS }), [added]);
    },
  },
  {
    name: 'adds up batches, rows of one batch, and writers',
    async check(open) {
      const store = await open();
      await store.add({
        writer: 'one',
        sequence: 1,
        rows: [row({ costMicroDollars: 1 }), row({ costMicroDollars: 2 })],
      });
      await store.add({ writer: 'one', sequence: 2, rows: [row({ costMicroDollars: 4 })] });
      await store.add({ writer: 'two', sequence: 1, rows: [row({ costMicroDollars: 8 }, { user: 'u' })] });
      equal(await costs(store), 15);
      const rows = await store.read({ from: HOUR, to: HOUR + HOUR_MS });
      deepEqual(
        groupUsage(rows, ['user']).map(({ user, costMicroDollars }) => [user, costMicroDollars]),
        [
          ['u', 8],
          [null, 7],
        ],
      );
    },
  },
  {
    name: 'adds a batch once, however often it is sent',
    async check(open) {
      const store = await open();
      const first = { writer: 'one', sequence: 1, rows: [row({ costMicroDollars: 1 })] };
      const second = { writer: 'one', sequence: 2, rows: [row({ costMicroDollars: 10 })] };
      for (const batch of [first, first, second, second, first]) await store.add(batch);
      await Promise.all([store.add(second), store.add(second)]);
      equal(await costs(store), 11);
    },
  },
  {
    name: 'keeps hours apart, and reads only those that are asked for',
    async check(open) {
      const store = await open();
      const hours = [0, 1, 2].map((index) => HOUR - index * HOUR_MS);
      await store.add({
        writer: 'one',
        sequence: 1,
        rows: hours.map((hour, index) => row({ costMicroDollars: 10 ** index }, {}, hour)),
      });
      equal(await costs(store, HOUR, HOUR + HOUR_MS), 1);
      equal(await costs(store, HOUR - HOUR_MS, HOUR), 10);
      equal(await costs(store, HOUR - 5 * HOUR_MS, HOUR + HOUR_MS), 111);
      equal(await costs(store, HOUR + HOUR_MS, HOUR + 2 * HOUR_MS), 0);
    },
  },
  {
    name: 'takes a batch of many rows',
    async check(open) {
      const store = await open();
      const rows = Array.from({ length: 200 }, (_, index) =>
        row({ attempts: 1, costMicroDollars: index }, { user: `user ${index}` }),
      );
      await store.add({ writer: 'one', sequence: 1, rows });
      const stored = await store.read({ from: HOUR, to: HOUR + HOUR_MS });
      equal(stored.length, 200);
      equal(await costs(store), 19_900);
    },
  },
];
