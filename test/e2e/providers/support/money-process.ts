import { systemClock } from '@hydrogenai/common';
import { openRedis, waitUntilReady } from '@hydrogenai/common/redis';
import { randomUUID } from 'node:crypto';
import type { BudgetBucket } from '../../../../libs/ai-provider/src/money/budgets/budget.store.js';
import { RedisBudgets } from '../../../../libs/ai-provider/src/money/budgets/redis-budgets.js';
import { SharedBudgetStore } from '../../../../libs/ai-provider/src/money/budgets/shared-budget.store.js';
import { Ledger } from '../../../../libs/ai-provider/src/money/ledger/ledger.js';
import { resolveLedgerOptions } from '../../../../libs/ai-provider/src/money/ledger/ledger.options.js';
import { RedisLedgerStore } from '../../../../libs/ai-provider/src/money/ledger/redis-ledger.store.js';
import { ChargeBook } from '../../../../libs/ai-provider/src/money/prices/charge-book.js';
import { PriceList } from '../../../../libs/ai-provider/src/money/prices/price-list.js';
import { endOf, usageOf } from '../../../../libs/ai-provider/src/money/testing/attempt-ends.js';

/**
 * A process of a fleet: money-process.ts <redis url> <name> <calls> <lease ms> <buckets as JSON>. It spends from the
 * buckets, writes 500 attempts into the ledger, and prints what it charged to each bucket, as JSON. Some of its calls are
 * never settled, as if it had died. With 0 calls it holds all of the first bucket, says so, and waits to be killed.
 */
const [url = '', name = '', calls = '0', leaseMs = '1000', buckets = '[]'] = process.argv.slice(2);
const all = JSON.parse(buckets) as BudgetBucket[];
const redis = openRedis({ url }, { commandTimeout: '10s' });
await waitUntilReady(redis.client, 10_000);
const common = { clock: systemClock, leaseMs: Number(leaseMs) };
const store = new SharedBudgetStore({
  ...common,
  redis: new RedisBudgets({ ...common, client: redis.client, prefix: 'spend', writer: randomUUID() }),
  deadlineMs: 10_000,
  instances: 1,
  onSpent: () => undefined,
});

const charged = all.map(() => 0);
let refused = 0;

async function spend(): Promise<void> {
  // Each call is under the common budget and one other.
  const places = [0, 1 + Math.floor(Math.random() * (all.length - 1))];
  const amount = 1 + Math.floor(Math.random() * 50);
  const chosen = all.filter((_, place) => places.includes(place));
  const outcome = await store.reserve({ leaseId: randomUUID(), amount, buckets: chosen });
  if (outcome.kind === 'refused') {
    refused += 1;
    return;
  }
  if (Math.random() < 0.03) return;
  await new Promise((resolve) => setImmediate(resolve));
  const actual = Math.floor(Math.random() * (amount + 1));
  outcome.reservation.settle(actual);
  for (const place of places) charged[place] = (charged[place] ?? 0) + actual;
}

async function keepBooks(): Promise<void> {
  const { client } = redis;
  const { clock } = common;
  const books = new RedisLedgerStore({
    client,
    clock,
    prefix: 'books',
    retentionMs: 86_400_000,
    deadlineMs: 10_000,
  });
  const ledger = new Ledger({
    options: resolveLedgerOptions({ store: books, flushEvery: '10ms' }),
    charges: new ChargeBook(new PriceList(), clock),
    clock,
  });
  for (let made = 0; made < 500; made += 1) {
    const user = `user ${made % 7}`;
    ledger.attemptEnded(endOf({ profile: { tenant: name, user }, usage: usageOf(1_000, made) }));
    if (made % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await ledger.close();
}

if (Number(calls) === 0) {
  const amount = all[0]?.limit ?? 0;
  const outcome = await store.reserve({ leaseId: randomUUID(), amount, buckets: all.slice(0, 1) });
  process.stdout.write(`holding: ${outcome.kind}\n`);
  setInterval(() => undefined, 60_000);
} else {
  const CONCURRENCY = 20;
  for (let made = 0; made < Number(calls); made += CONCURRENCY) {
    await Promise.all(Array.from({ length: CONCURRENCY }, spend));
  }
  await store.close();
  await keepBooks();
  redis.close();
  process.stdout.write(`${JSON.stringify({ charged, refused })}\n`);
}
