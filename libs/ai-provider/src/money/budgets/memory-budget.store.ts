import type { Clock } from '@hydrogenai/common';
import type {
  BucketState,
  BudgetBucket,
  BudgetStore,
  ReserveOutcome,
  ReserveRequest,
  SpendListener,
} from './budget.store.js';

export interface MemoryBudgetStoreOptions {
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly onSpent?: SpendListener;
  /** Buckets kept at once, about 200 bytes each. Default: 100,000. */
  readonly maxBuckets?: number;
}

interface Bucket {
  readonly identity: BudgetBucket;
  spent: number;
  held: number;
}

interface Lease {
  readonly amount: number;
  readonly endsAtMs: number;
  readonly buckets: readonly Bucket[];
}

const DEFAULT_MAX_BUCKETS = 100_000;
const SMALLEST_SWEEP = 1_000;
const SWEEP_EVERY_MS = 10_000;

/**
 * Budgets of this process, decided at once. When more subjects than `maxBuckets` have spent something, those who come
 * later share one bucket for each budget: to forget somebody would give money away.
 */
export class MemoryBudgetStore implements BudgetStore {
  private readonly buckets = new Map<string, Bucket>();
  /** In the order in which they end, for all last equally long. */
  private readonly leases = new Map<string, Lease>();
  /** No lease ends before. */
  private nextEndMs = Infinity;
  private sweepAt = SMALLEST_SWEEP;
  private sweptAtMs = -Infinity;

  constructor(private readonly options: MemoryBudgetStoreOptions) {}

  /** Buckets held now. */
  get size(): number {
    return this.buckets.size;
  }

  reserve({ leaseId, amount, buckets: identities }: ReserveRequest): ReserveOutcome {
    this.endLeases();
    const buckets = identities.map((identity) => this.bucketOf(identity));
    const fits = buckets.every(
      ({ spent, held }, index) => spent + held + amount <= (identities[index]?.limit ?? 0),
    );
    if (!fits) return { kind: 'refused', states: buckets.map(({ spent, held }) => ({ spent, held })) };
    for (const bucket of buckets) bucket.held += amount;
    const endsAtMs = this.options.clock.monotonicMs() + this.options.leaseMs;
    const lease: Lease = { amount, endsAtMs, buckets };
    this.leases.set(leaseId, lease);
    this.nextEndMs = Math.min(this.nextEndMs, endsAtMs);
    return {
      kind: 'reserved',
      reservation: { settle: (actual) => this.settle(leaseId, lease, actual) },
    };
  }

  async close(): Promise<void> {
    // Nothing to hand over, and nothing to let go of.
  }

  /** For those who look. */
  stateOf(name: string): BucketState | undefined {
    this.endLeases();
    const bucket = this.buckets.get(name);
    return bucket && { spent: bucket.spent, held: bucket.held };
  }

  private settle(leaseId: string, lease: Lease, actual: number): void {
    this.endLeases();
    if (this.leases.delete(leaseId)) release(lease);
    for (const held of lease.buckets) {
      // It may have been swept away after its lease had ended.
      const bucket = this.buckets.get(held.identity.name) ?? this.put(held);
      const before = bucket.spent;
      bucket.spent += actual;
      this.options.onSpent?.(bucket.identity, before, bucket.spent);
    }
  }

  private endLeases(): void {
    const now = this.options.clock.monotonicMs();
    if (now < this.nextEndMs) return;
    this.nextEndMs = Infinity;
    for (const [id, lease] of this.leases) {
      if (lease.endsAtMs > now) {
        this.nextEndMs = lease.endsAtMs;
        return;
      }
      this.leases.delete(id);
      release(lease);
    }
  }

  private bucketOf(identity: BudgetBucket): Bucket {
    const known = this.buckets.get(identity.name);
    if (known) return known;
    if (this.buckets.size >= Math.min(this.sweepAt, this.mostBuckets)) this.sweep();
    if (this.buckets.size < this.mostBuckets) return this.put({ identity, spent: 0, held: 0 });
    const name = `${identity.budget} of all others until ${identity.endsAt}`;
    return this.buckets.get(name) ?? this.put({ identity: { ...identity, name }, spent: 0, held: 0 });
  }

  private put(bucket: Bucket): Bucket {
    this.buckets.set(bucket.identity.name, bucket);
    return bucket;
  }

  /** Windows that are over, when the number of buckets has doubled, and at most so often: no call pays for all. */
  private sweep(): void {
    const nowMs = this.options.clock.monotonicMs();
    if (nowMs - this.sweptAtMs < SWEEP_EVERY_MS) return;
    this.sweptAtMs = nowMs;
    const now = this.options.clock.now();
    for (const [name, { identity, held }] of this.buckets) {
      if (identity.endsAt <= now && held === 0) this.buckets.delete(name);
    }
    this.sweepAt = Math.max(SMALLEST_SWEEP, 2 * this.buckets.size);
  }

  private get mostBuckets(): number {
    return this.options.maxBuckets ?? DEFAULT_MAX_BUCKETS;
  }
}

function release({ amount, buckets }: Lease): void {
  for (const bucket of buckets) bucket.held -= amount;
}
