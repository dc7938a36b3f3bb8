import type { Clock } from '@hydrogenai/common';
import { keyTag, RedisScript, withinDeadline, type RedisLike } from '@hydrogenai/common/redis';
import { createHash } from 'node:crypto';
import { BudgetStoreError } from './budget-store.error.js';
import type { BucketState, BudgetBucket, ReserveRequest } from './budget.store.js';
import { RESERVE_LUA } from './reserve.lua.js';
import { SETTLE_LUA } from './settle.lua.js';

export interface RedisBudgetsOptions {
  /** Left open: who opened it closes it. */
  readonly client: RedisLike;
  readonly clock: Clock;
  /** Becomes the hash tag of all keys, so that they share one slot of a Cluster. */
  readonly prefix: string;
  readonly leaseMs: number;
  /** Name of this process. */
  readonly writer: string;
}

/** What is to be charged to one bucket, and which leases end with it. */
export interface Settlement {
  readonly bucket: BudgetBucket;
  readonly charge: number;
  readonly leases: readonly { readonly leaseId: string; readonly amount: number }[];
}

export interface RedisDecision {
  readonly reserved: boolean;
  /** As they were before. */
  readonly states: readonly BucketState[];
}

/** Settlements may come this much later than the end of their window and lease, after an outage for example. */
const KEPT_AFTER_MS = 86_400_000;

/** Budgets on Redis, shared by all processes. Each call is one command, and rejects when Redis fails or is late. */
export class RedisBudgets {
  private readonly reserveScript = new RedisScript(RESERVE_LUA);
  private readonly settleScript = new RedisScript(SETTLE_LUA);
  private readonly tag: string;

  /** @throws InvalidOptionError for an empty prefix or one with braces. */
  constructor(private readonly options: RedisBudgetsOptions) {
    this.tag = keyTag(options.prefix);
  }

  async reserve({ leaseId, amount, buckets }: ReserveRequest, deadlineMs: number): Promise<RedisDecision> {
    const keys = buckets.flatMap((bucket) => this.keysOf(bucket));
    const limits = buckets.flatMap((bucket) => [bucket.limit, this.keptForMs(bucket)]);
    const args = [leaseId, this.options.leaseMs, amount, ...limits];
    const reply = await this.within(deadlineMs, this.reserveScript.run(this.options.client, keys, args));
    const [fits, ...states] = numbersIn(reply, 1 + 2 * buckets.length);
    return {
      reserved: fits === 1,
      states: buckets.map((_, index) => ({
        spent: states[2 * index] ?? 0,
        held: states[2 * index + 1] ?? 0,
      })),
    };
  }

  /** What was spent of each bucket before; empty when it had been settled long before. */
  async settle(
    settlements: readonly Settlement[],
    sequence: number,
    deadlineMs: number,
  ): Promise<readonly number[]> {
    const keys = [`${this.tag}:budget:writer:${this.options.writer}`];
    const args: (string | number)[] = [sequence, KEPT_AFTER_MS];
    for (const { bucket, charge, leases } of settlements) {
      keys.push(...this.keysOf(bucket));
      args.push(charge, this.keptForMs(bucket), leases.length);
      for (const { leaseId, amount } of leases) args.push(memberOf(leaseId, amount));
    }
    const reply = await this.within(deadlineMs, this.settleScript.run(this.options.client, keys, args));
    return numbersIn(reply, settlements.length);
  }

  /** What a bucket holds, for those who look. */
  async stateOf(bucket: BudgetBucket): Promise<BucketState> {
    const [key = ''] = this.keysOf(bucket);
    const [spent, held] = await this.options.client.hmget(key, 'spent', 'held');
    return { spent: Number(spent ?? 0), held: Number(held ?? 0) };
  }

  /** Names of subjects stay out of Redis, and long ones do not matter. */
  private keysOf({ name }: BudgetBucket): readonly [string, string] {
    const digest = createHash('sha256').update(name).digest('base64url').slice(0, 22);
    return [`${this.tag}:budget:${digest}`, `${this.tag}:budget:${digest}:leases`];
  }

  private keptForMs({ endsAt }: BudgetBucket): number {
    return Math.max(0, endsAt - this.options.clock.now()) + this.options.leaseMs + KEPT_AFTER_MS;
  }

  private within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
    const late = (): never => {
      throw new BudgetStoreError(`gave no answer within ${ms} ms`);
    };
    return withinDeadline<Result, never>(work, { ms, clock: this.options.clock, late });
  }
}

function memberOf(leaseId: string, amount: number): string {
  return `${leaseId} ${amount}`;
}

function numbersIn(reply: unknown, most: number): readonly number[] {
  if (!Array.isArray(reply) || reply.length > most)
    throw new BudgetStoreError('gave an answer of another shape');
  return reply.map(Number);
}
