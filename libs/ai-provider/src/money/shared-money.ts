import type { Clock } from '@hydrogenai/common';
import type { RedisLike } from '@hydrogenai/common/redis';
import { randomUUID } from 'node:crypto';
import { RedisBudgets } from './budgets/redis-budgets.js';
import { SharedBudgetStore } from './budgets/shared-budget.store.js';
import { RedisLedgerStore } from './ledger/redis-ledger.store.js';
import type { MoneyStores } from './money.js';
import type { ResolvedMoneyOptions } from './money.options.js';

export interface SharedMoneyOptions {
  /** Left open: who opened it closes it, after `Money.close()`. */
  readonly client: RedisLike;
  readonly clock: Clock;
  /** Begins all keys. */
  readonly prefix: string;
  /** Processes that share the budgets: without Redis each may spend an equal part of what was left. */
  readonly instances: number;
  readonly money: ResolvedMoneyOptions;
}

/**
 * The stores of several processes on Redis. This file is to be imported when it is needed, for it loads ioredis.
 * @throws InvalidOptionError for an empty prefix or one with braces.
 */
export function openSharedMoney({
  client,
  clock,
  prefix,
  instances,
  money,
}: SharedMoneyOptions): MoneyStores {
  const { leaseMs, deadlineMs } = money.budgeting;
  const redis = new RedisBudgets({ client, clock, prefix, leaseMs, writer: randomUUID() });
  return {
    ledger: new RedisLedgerStore({ client, clock, prefix, retentionMs: money.ledger.retentionMs }),
    budgets: (onSpent) => new SharedBudgetStore({ redis, clock, leaseMs, deadlineMs, instances, onSpent }),
  };
}
