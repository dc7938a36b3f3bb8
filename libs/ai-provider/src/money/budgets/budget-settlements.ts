import type { CancelTimer, Clock } from '@hydrogenai/common';
import { OrderedOutbox } from '../ordered-outbox.js';
import type { BudgetBucket, SpendListener } from './budget.store.js';
import type { RedisBudgets, Settlement } from './redis-budgets.js';

export interface BudgetSettlementsOptions {
  readonly redis: Pick<RedisBudgets, 'settle'>;
  readonly clock: Clock;
  readonly onSpent: SpendListener;
  /** A batch was handed over, or could not be. */
  readonly ended: (sent: boolean) => void;
}

interface Gathering {
  readonly bucket: BudgetBucket;
  charge: number;
  readonly leases: { readonly leaseId: string; readonly amount: number }[];
}

const BUCKETS_PER_BATCH = 100;
const DEADLINE_MS = 1_000;
const AGAIN_AFTER_MS = 250;

/**
 * Settlements on their way to Redis, each counted exactly once. They leave at once, those of one turn together; while
 * Redis does not answer they are summed up, so that memory grows with the buckets and not with the calls.
 */
export class BudgetSettlements {
  private gathering = new Map<string, Gathering>();
  private readonly outbox: OrderedOutbox<readonly Settlement[]>;
  private cancelRetry: CancelTimer | undefined;
  private scheduled = false;
  private closed = false;

  constructor(private readonly options: BudgetSettlementsOptions) {
    this.outbox = new OrderedOutbox({
      cut: () => this.cut(),
      send: (batch, sequence) => this.send(batch, sequence),
      ended: options.ended,
    });
  }

  get isEmpty(): boolean {
    return this.gathering.size === 0 && this.outbox.isEmpty;
  }

  /** @param lease what ends with it: nothing when the money was not held on Redis. */
  add(
    bucket: BudgetBucket,
    charge: number,
    lease?: { readonly leaseId: string; readonly amount: number },
  ): void {
    if (charge === 0 && !lease) return;
    let entry = this.gathering.get(bucket.name);
    if (!entry) {
      entry = { bucket, charge: 0, leases: [] };
      this.gathering.set(bucket.name, entry);
    }
    entry.charge += charge;
    if (lease) entry.leases.push(lease);
    this.flushSoon();
  }

  /** Hands over what it can, and gives up at the first failure. It never rejects. */
  async close(): Promise<void> {
    this.closed = true;
    await this.outbox.flush();
    this.cancelRetry?.();
    this.cancelRetry = undefined;
  }

  private flushSoon(): void {
    if (this.scheduled || this.cancelRetry) return;
    this.scheduled = true;
    // After this turn, in which others may settle as well.
    queueMicrotask(() => void this.flush());
  }

  private async flush(): Promise<void> {
    const sent = await this.outbox.flush();
    this.scheduled = false;
    if (!sent) {
      if (this.closed) return;
      this.cancelRetry = this.options.clock.after(AGAIN_AFTER_MS, () => {
        this.cancelRetry = undefined;
        this.flushSoon();
      });
    } else if (this.gathering.size > 0) {
      this.flushSoon();
    }
  }

  private cut(): readonly (readonly Settlement[])[] {
    const settlements = [...this.gathering.values()];
    this.gathering = new Map();
    const batches: (readonly Settlement[])[] = [];
    for (let start = 0; start < settlements.length; start += BUCKETS_PER_BATCH) {
      batches.push(settlements.slice(start, start + BUCKETS_PER_BATCH));
    }
    return batches;
  }

  private async send(batch: readonly Settlement[], sequence: number): Promise<void> {
    const before = await this.options.redis.settle(batch, sequence, DEADLINE_MS);
    batch.forEach(({ bucket, charge }, index) => {
      const spent = before[index];
      if (spent !== undefined) this.options.onSpent(bucket, spent, spent + charge);
    });
  }
}
