import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, type LedgerRow, type UsageLabels } from './ledger-row.js';
import { LedgerTable } from './ledger-table.js';
import { noFigures } from './usage-figures.js';
import { groupUsage } from './usage.policy.js';

const labels = (more: Partial<UsageLabels> = {}): UsageLabels => ({
  provider: 'p',
  model: 'm',
  account: 'p',
  tenant: null,
  user: null,
  feature: null,
  ...more,
});
const paid = (costMicroDollars: number) => ({ ...noFigures(), attempts: 1, costMicroDollars });
const sum = (rows: readonly LedgerRow[]): number =>
  rows.reduce((total, { figures }) => total + figures.costMicroDollars, 0);

describe('LedgerTable', () => {
  it('never holds more rows than allowed, and never loses a micro-dollar to it', () => {
    const attempts = fc.array(
      fc.record({
        hour: fc.integer({ min: 0, max: 4 }),
        user: fc.integer({ min: 0, max: 40 }),
        tenant: fc.integer({ min: 0, max: 12 }),
        provider: fc.constantFrom('a', 'b'),
        cost: fc.integer({ min: 0, max: 1_000 }),
      }),
      { maxLength: 150 },
    );
    fc.assert(
      fc.property(attempts, (list) => {
        const table = new LedgerTable({ maxRows: 20, maxLabels: 10 });
        for (const { hour, user, tenant, provider, cost } of list) {
          table.add(hour * HOUR_MS, labels({ provider, user: `u${user}`, tenant: `t${tenant}` }), paid(cost));
          expect(table.size).toBeLessThanOrEqual(20);
        }
        const rows = table.rows(-Infinity, Infinity);
        expect(rows).toHaveLength(table.size);
        for (const provider of ['a', 'b']) {
          for (const hour of [0, 1, 2, 3, 4]) {
            const expected = list
              .filter((each) => each.provider === provider && each.hour === hour)
              .reduce((total, { cost }) => total + cost, 0);
            const kept = table
              .rows(hour * HOUR_MS, (hour + 1) * HOUR_MS)
              .filter((row) => row.labels.provider === provider);
            expect(sum(kept)).toBe(expected);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('tells so many labels apart in an hour, and calls the rest other', () => {
    const table = new LedgerTable({ maxRows: 1_000, maxLabels: 2 });
    for (const user of ['a', 'b', 'c', 'd', 'a', null]) table.add(0, labels({ user }), paid(1));
    table.add(HOUR_MS, labels({ user: 'd' }), paid(1));
    const byUser = (from: number) =>
      groupUsage(table.rows(from, from + HOUR_MS), ['user']).map(({ user, attempts }) => [user, attempts]);
    expect(byUser(0)).toEqual([
      ['a', 2],
      ['other', 2],
      ['b', 1],
      [null, 1],
    ]);
    expect(byUser(HOUR_MS)).toEqual([['d', 1]]);
  });

  it('forgets users of the oldest hours first, then all callers, and keeps the newest hour whole', () => {
    const table = new LedgerTable({ maxRows: 8, maxLabels: 100 });
    for (const hour of [0, 1, 2]) {
      for (const user of ['a', 'b', 'c']) {
        table.add(hour * HOUR_MS, labels({ tenant: `of ${hour}`, user }), paid(1));
      }
    }
    const users = (hour: number) =>
      table.rows(hour * HOUR_MS, (hour + 1) * HOUR_MS).map((row) => [row.labels.tenant, row.labels.user]);
    expect(users(0)).toEqual([['of 0', 'other']]);
    expect(users(1)).toHaveLength(3);
    expect(users(2)).toHaveLength(3);
    for (const user of ['d', 'e', 'f', 'g'])
      table.add(2 * HOUR_MS, labels({ tenant: 'of 2', user }), paid(1));
    expect(users(1)).toEqual([['of 1', 'other']]);
    // A late one of an hour that has forgotten its users.
    table.add(0, labels({ tenant: 'of 0', user: 'z' }), paid(1));
    expect(users(0)).toEqual([['of 0', 'other']]);
  });

  it('lets hours go when their time is over', () => {
    const table = new LedgerTable({ maxRows: 8, maxLabels: 100 });
    for (const hour of [0, 1, 2]) table.add(hour * HOUR_MS, labels(), paid(1));
    table.forgetBefore(2 * HOUR_MS);
    expect(table.size).toBe(1);
    expect(table.rows(0, Infinity).map(({ hour }) => hour)).toEqual([2 * HOUR_MS]);
  });
});
