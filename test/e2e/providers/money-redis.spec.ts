import { systemClock } from '@hydrogenai/common';
import { openRedis, waitUntilReady, type OpenedRedis, type RedisSource } from '@hydrogenai/common/redis';
import { collectFacts } from '@hydrogenai/common/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aiBudget } from '../../../libs/ai-provider/src/money/budgets/budget.facts.js';
import type {
  BudgetBucket,
  SpendListener,
} from '../../../libs/ai-provider/src/money/budgets/budget.store.js';
import { RedisBudgets } from '../../../libs/ai-provider/src/money/budgets/redis-budgets.js';
import { SharedBudgetStore } from '../../../libs/ai-provider/src/money/budgets/shared-budget.store.js';
import { aiLedger } from '../../../libs/ai-provider/src/money/ledger/ledger.facts.js';
import { Ledger } from '../../../libs/ai-provider/src/money/ledger/ledger.js';
import { resolveLedgerOptions } from '../../../libs/ai-provider/src/money/ledger/ledger.options.js';
import { RedisLedgerStore } from '../../../libs/ai-provider/src/money/ledger/redis-ledger.store.js';
import { ChargeBook } from '../../../libs/ai-provider/src/money/prices/charge-book.js';
import { PriceList } from '../../../libs/ai-provider/src/money/prices/price-list.js';
import { endOf, usageOf } from '../../../libs/ai-provider/src/money/testing/attempt-ends.js';
import { BUDGET_STORE_CONTRACT } from '../../../libs/ai-provider/src/money/testing/budget-store.contract.js';
import { LEDGER_STORE_CONTRACT } from '../../../libs/ai-provider/src/money/testing/ledger-store.contract.js';
import { runTypeScript } from '../../support/child-process.js';
import { startRedisCluster } from '../../support/redis-cluster.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';

const moneyProcess = fileURLToPath(new URL('support/money-process.ts', import.meta.url));
const A_DAY_MS = 86_400_000;
const clock = systemClock;

interface Place extends AsyncDisposable {
  readonly source: RedisSource;
}

const places: readonly (readonly [string, () => Promise<Place>])[] = [
  [
    'one Redis',
    async () => {
      const redis = await startRedis();
      return { source: { url: redis.url }, [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose]() };
    },
  ],
  [
    'a Redis Cluster',
    async () => {
      const cluster = await startRedisCluster();
      return { source: { nodes: cluster.urls }, [Symbol.asyncDispose]: () => cluster[Symbol.asyncDispose]() };
    },
  ],
];

describe.each(places)('money on %s', (_, start) => {
  let place: Place;
  let redis: OpenedRedis;
  let count = 0;
  const prefix = (): string => `money ${count++}`;

  beforeAll(async () => {
    place = await start();
    redis = openRedis(place.source, { commandTimeout: '5s' });
    await waitUntilReady(redis.client, 10_000);
  });
  afterAll(async () => {
    redis.close();
    await place[Symbol.asyncDispose]();
  });

  it.each(LEDGER_STORE_CONTRACT)('the ledger $name', ({ check }) =>
    check(() => ledgerStoreOn(redis, prefix())),
  );

  it.each(BUDGET_STORE_CONTRACT)('the budgets: $name', ({ check }) =>
    check(({ onSpent }) => {
      const store = budgetsOn(redis, { prefix: prefix(), onSpent, leaseMs: 1_500 });
      return { store, settled: () => store.close(), leasesEnded: () => sleep(1_550) };
    }),
  );
});

describe('money on Redis', () => {
  let server: RedisServer;
  let redis: OpenedRedis;

  beforeAll(async () => {
    server = await startRedis();
    redis = openRedis({ url: server.url }, { commandTimeout: '5s' });
    await waitUntilReady(redis.client, 10_000);
  });
  afterAll(async () => {
    redis.close();
    await server[Symbol.asyncDispose]();
  });

  it('is never above the cap, blocks nobody without a reason, returns every reservation and adds up, with 8 processes', async () => {
    const LEASE_MS = 5_000;
    const buckets = [20_000, 9_000, 9_000, 9_000].map<BudgetBucket>((limit, index) => ({
      name: `fleet ${index}`,
      budget: 'fleet',
      limit,
      endsAt: Date.now() + A_DAY_MS,
    }));
    const run = (name: string, calls: number, of: readonly BudgetBucket[]) =>
      runTypeScript(moneyProcess, {
        args: [server.url, name, String(calls), String(LEASE_MS), JSON.stringify(of)],
      });
    const mine = budgetsOn(redis, { prefix: 'spend', leaseMs: LEASE_MS });
    const look = redisBudgetsOn(redis, 'spend', LEASE_MS);

    // One that dies with all of another budget in its hands.
    const held: BudgetBucket = { name: 'held', budget: 'fleet', limit: 500, endsAt: Date.now() + A_DAY_MS };
    const victim = await run('victim', 0, [held]);
    await victim.waitForLine(/^holding: reserved$/, 60_000);
    await victim.kill();

    const children = await Promise.all(
      Array.from({ length: 8 }, (_, index) => run(`tenant ${index}`, 400, buckets)),
    );
    const running = Promise.all(children.map((child) => child.endsWithin(100_000)));
    const looked = new AbortController();
    const highest = buckets.map(() => 0);
    const watcher = (async () => {
      while (!looked.signal.aborted) {
        for (const [index, bucket] of buckets.entries()) {
          const { spent, held: reserved } = await look.stateOf(bucket);
          highest[index] = Math.max(highest[index] ?? 0, spent + reserved);
        }
        await sleep(20);
      }
    })();
    for (const end of await running) expect(end).toEqual({ code: 0, signal: null });
    looked.abort();
    await watcher;

    const fleet = children.map(
      ({ stdout }) => JSON.parse(stdout) as { readonly charged: readonly number[]; readonly refused: number },
    );
    expect(fleet.reduce((sum, { refused }) => sum + refused, 0)).toBeGreaterThan(0);
    await vi.waitFor(
      async () => {
        // Asking clears away the leases that have ended.
        await mine.reserve({ leaseId: randomUUID(), amount: 0, buckets: [...buckets, held] });
        for (const bucket of [...buckets, held]) expect((await look.stateOf(bucket)).held).toBe(0);
      },
      { timeout: 20_000, interval: 100 },
    );
    for (const [index, bucket] of buckets.entries()) {
      const charged = fleet.reduce((sum, each) => sum + (each.charged[index] ?? Number.NaN), 0);
      const { spent } = await look.stateOf(bucket);
      expect(spent).toBe(charged);
      expect(highest[index]).toBeLessThanOrEqual(bucket.limit);
      const left = bucket.limit - spent;
      expect(left).toBeGreaterThanOrEqual(0);
      const rest = { leaseId: randomUUID(), amount: left, buckets: [bucket] };
      expect((await mine.reserve(rest)).kind).toBe('reserved');
      expect((await mine.reserve({ ...rest, leaseId: randomUUID(), amount: 1 })).kind).toBe('refused');
    }
    const again = { leaseId: randomUUID(), amount: held.limit, buckets: [held] };
    expect((await mine.reserve(again)).kind).toBe('reserved');

    // The same processes kept books: 1,000 tokens at 0.75, and 0 to 499 at 4.5, each attempt rounded half up.
    const each = 500 * 750 + (124_750 * 9) / 2 + 250 / 2;
    const books = ledgerOn(ledgerStoreOn(redis, 'books'));
    const from = Date.now() - 3_600_000;
    const { rows, source } = await books.usage({ by: 'tenant', from });
    expect(source).toBe('store');
    expect(
      rows.map(({ tenant, attempts, costMicroDollars }) => [tenant, attempts, costMicroDollars]).toSorted(),
    ).toEqual(Array.from({ length: 8 }, (_, index) => [`tenant ${index}`, 500, each]));
    expect((await books.usage({ by: ['user'], from })).rows).toHaveLength(7);

    const keys = [...(await redis.client.keys('{spend}*')), ...(await redis.client.keys('{books}*'))];
    expect(keys.length).toBeGreaterThan(20);
    for (const key of keys) expect(await redis.client.pttl(key)).toBeGreaterThan(0);
  }, 150_000);

  it('lumps callers together when an hour on Redis has its fill of them, without losing a micro-dollar', async () => {
    const store = ledgerStoreOn(redis, 'full', { maxRowsPerHour: 10 });
    for (let round = 0; round < 2; round += 1) {
      const ledger = ledgerOn(store);
      for (let index = 0; index < 50; index += 1) {
        ledger.attemptEnded(endOf({ profile: { user: `user ${index}` }, usage: usageOf(1_000, 0) }));
      }
      await ledger.close();
    }
    const { rows } = await ledgerOn(store).usage({ by: 'user' });
    expect(rows).toHaveLength(11);
    expect(rows[0]).toMatchObject({ user: 'other', attempts: 80, costMicroDollars: 80 * 750 });
    expect(rows.reduce((sum, { costMicroDollars }) => sum + costMicroDollars, 0)).toBe(100 * 750);
  });
});

describe('money while Redis is lost', () => {
  let server: RedisServer;
  let redis: OpenedRedis;

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('counts a batch of the ledger once, although the answer to it was lost, and tells the outage twice', async () => {
    using facts = collectFacts(aiLedger);
    redis = openRedis({ url: server.url }, { commandTimeout: '200ms' });
    await waitUntilReady(redis.client, 10_000);
    const ledger = ledgerOn(ledgerStoreOn(redis, 'lost', { deadlineMs: 200 }));
    const attempt = (): void => ledger.attemptEnded(endOf({ usage: usageOf(1_000, 0) }));
    attempt();
    expect(await ledger.usage()).toMatchObject({ source: 'store', rows: [{ attempts: 1 }] });
    server.freeze();
    attempt();
    // The batch is in the socket's buffer; it is carried out after the thaw, and sent again.
    expect(await ledger.usage()).toMatchObject({ source: 'process', rows: [{ attempts: 2 }] });
    attempt();
    expect(await ledger.usage()).toMatchObject({ source: 'process', rows: [{ attempts: 3 }] });
    server.thaw();
    await vi.waitFor(
      async () => {
        expect(await ledger.usage()).toMatchObject({
          source: 'store',
          rows: [{ attempts: 3, costMicroDollars: 2_250 }],
        });
      },
      { timeout: 10_000, interval: 50 },
    );
    expect(facts.facts.map(({ event }) => event)).toEqual(['store_lost', 'store_back']);
    await ledger.close();
    redis.close();
  }, 30_000);

  it('lets each process spend its share of what was left, and charges it when Redis is back', async () => {
    using facts = collectFacts(aiBudget);
    redis = openRedis({ url: server.url }, { commandTimeout: '500ms' });
    await waitUntilReady(redis.client, 10_000);
    const store = budgetsOn(redis, { prefix: 'share', instances: 4, deadlineMs: 300, leaseMs: 600_000 });
    const look = redisBudgetsOn(redis, 'share', 600_000);
    const bucket: BudgetBucket = { name: 'b', budget: 'b', limit: 1_000, endsAt: Date.now() + A_DAY_MS };
    const reserve = (amount: number) => store.reserve({ leaseId: randomUUID(), amount, buckets: [bucket] });
    const spend = async (amount: number): Promise<string> => {
      const outcome = await reserve(amount);
      if (outcome.kind === 'reserved') outcome.reservation.settle(amount);
      return outcome.kind;
    };
    expect(await spend(200)).toBe('reserved');
    await vi.waitFor(async () => expect((await look.stateOf(bucket)).spent).toBe(200));
    expect(await spend(0)).toBe('reserved');
    server.freeze();
    // 800 were left, shared by four.
    expect(await spend(150)).toBe('reserved');
    expect(await reserve(51)).toEqual({ kind: 'refused', states: [{ spent: 950, held: 0 }] });
    expect(await spend(50)).toBe('reserved');
    expect(await spend(1)).toBe('refused');
    server.thaw();
    await vi.waitFor(
      async () => {
        await reserve(0);
        // What late commands held was given back as well.
        expect(await look.stateOf(bucket)).toEqual({ spent: 400, held: 0 });
      },
      { timeout: 15_000, interval: 50 },
    );
    expect(await spend(600)).toBe('reserved');
    expect(facts.facts.map(({ event }) => event)).toEqual(['store_lost', 'store_back']);
    await store.close();
    redis.close();
  }, 30_000);

  it('keeps what was spent today for a process that starts anew', async () => {
    const bucket: BudgetBucket = { name: 'day', budget: 'day', limit: 100, endsAt: Date.now() + A_DAY_MS };
    for (const [amount, kind] of [
      [70, 'reserved'],
      [31, 'refused'],
      [30, 'reserved'],
    ] as const) {
      redis = openRedis({ url: server.url }, { commandTimeout: '5s' });
      await waitUntilReady(redis.client, 10_000);
      const store = budgetsOn(redis, { prefix: 'restart', leaseMs: 600_000 });
      const outcome = await store.reserve({ leaseId: randomUUID(), amount, buckets: [bucket] });
      expect(outcome.kind).toBe(kind);
      if (outcome.kind === 'reserved') outcome.reservation.settle(amount);
      await store.close();
      redis.close();
    }
  });
});

function ledgerStoreOn(
  { client }: OpenedRedis,
  prefix: string,
  more: { readonly maxRowsPerHour?: number; readonly deadlineMs?: number } = {},
): RedisLedgerStore {
  return new RedisLedgerStore({ client, clock, prefix, retentionMs: A_DAY_MS, deadlineMs: 5_000, ...more });
}

function ledgerOn(store: RedisLedgerStore): Ledger {
  return new Ledger({
    options: resolveLedgerOptions({ store, flushEvery: '50ms' }),
    charges: new ChargeBook(new PriceList(), clock),
    clock,
  });
}

function redisBudgetsOn({ client }: OpenedRedis, prefix: string, leaseMs: number): RedisBudgets {
  return new RedisBudgets({ client, clock, prefix, leaseMs, writer: randomUUID() });
}

function budgetsOn(
  redis: OpenedRedis,
  options: {
    readonly prefix: string;
    readonly leaseMs: number;
    readonly instances?: number;
    readonly deadlineMs?: number;
    readonly onSpent?: SpendListener;
  },
): SharedBudgetStore {
  const { prefix, leaseMs, instances = 1, deadlineMs = 5_000, onSpent = () => undefined } = options;
  return new SharedBudgetStore({
    redis: redisBudgetsOn(redis, prefix, leaseMs),
    clock,
    leaseMs,
    deadlineMs,
    instances,
    onSpent,
  });
}
