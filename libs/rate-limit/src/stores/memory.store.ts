import type { Clock } from '@hydrogenai/common';
import {
  describeFull,
  describeRoom,
  hasRoom,
  loadLeaving,
  type BucketLoad,
  type GcraDecision,
} from '../gcra/gcra.policy.js';
import { NO_TIME } from '../gcra/span.js';
import { ExpiryHeap } from './expiry-heap.js';
import { MemoryBucket } from './memory-bucket.js';
import type {
  Charge,
  Drained,
  DrainRequest,
  Lease,
  RateLimitStore,
  Settled,
  SettleRequest,
  Taken,
  TakeRequest,
} from './rate-limit.store.js';

export interface MemoryStoreOptions {
  readonly clock: Clock;
  /** Buckets kept at once; the limit of the memory used: about 220 bytes each, and 350 more with an open reservation. */
  readonly maxKeys: number;
}

/** Full buckets forgotten per call: more than one, so that the store shrinks while it is used; few, so that no call pays for all. */
const SWEEP_PER_CALL = 2;

const UNUSED: BucketLoad = { backlog: NO_TIME, held: NO_TIME, leaseEndsInMs: undefined };

/**
 * Buckets of this process. A bucket that is full again is forgotten, for it equals one that was never used. At
 * `maxKeys` the one that would be full again first gives way: of all entries, forgetting it forgives the least time. So
 * a flood of fresh keys pushes out itself and not the heavily used buckets.
 */
export class MemoryStore implements RateLimitStore {
  private readonly buckets = new Map<string, MemoryBucket>();
  private readonly byExpiry = new ExpiryHeap<MemoryBucket>();

  constructor(private readonly options: MemoryStoreOptions) {}

  /** Buckets held now. */
  get size(): number {
    return this.buckets.size;
  }

  /** Whether this bucket is held; one that is not is full. */
  holds(bucket: string): boolean {
    return this.buckets.has(bucket);
  }

  /** Decides at once: memory never fails. */
  take({ charges, lease }: Omit<TakeRequest, 'deadlineMs'>): Taken {
    const nowMs = this.tick();
    const loads = charges.map((charge) => this.loadOf(charge, nowMs));
    const fits = charges.map((charge, index) => hasRoom(charge.rate, loads[index] ?? UNUSED, charge.cost));
    const allowed = charges.every((charge, index) => fits[index] || !charge.binding);
    const verdicts = charges.map((charge, index): GcraDecision => {
      const load = loads[index] ?? UNUSED;
      if (!fits[index]) return describeFull(charge.rate, charge.cost, load);
      return describeRoom(charge.rate, allowed ? this.keep(charge, nowMs, lease) : load);
    });
    return { kind: 'decided', allowed, verdicts };
  }

  settle({ leaseId, charges }: Omit<SettleRequest, 'deadlineMs'>): Settled {
    const nowMs = this.tick();
    let late = false;
    for (const { bucket: name, rate, actual } of charges) {
      const released = this.buckets.get(name)?.release(nowMs, leaseId) ?? false;
      if (!released) late = true;
      if (actual > 0) this.change(name, rate.limit, (bucket) => bucket.charge(nowMs, rate, actual));
    }
    return { kind: 'settled', late };
  }

  drain({ buckets }: Omit<DrainRequest, 'deadlineMs'>): Drained {
    const nowMs = this.tick();
    for (const { bucket: name, rate, remaining } of buckets) {
      const atLeast = loadLeaving(rate, remaining);
      if (atLeast.ms >= 0) this.change(name, rate.limit, (bucket) => bucket.drain(nowMs, rate, atLeast));
    }
    return { kind: 'drained' };
  }

  close(): void {
    // Nothing to give back: no timer, no connection.
  }

  private loadOf({ bucket, rate }: Charge, nowMs: number): BucketLoad {
    return this.buckets.get(bucket)?.loadAt(nowMs, rate) ?? UNUSED;
  }

  private keep({ bucket: name, rate, cost }: Charge, nowMs: number, lease: Lease | undefined): BucketLoad {
    return this.change(name, rate.limit, (bucket) => {
      if (lease) bucket.hold(nowMs, rate, cost, lease);
      else bucket.charge(nowMs, rate, cost);
    }).loadAt(nowMs, rate);
  }

  /** Changes a bucket, made when it is new, and remembers when it may be forgotten. */
  private change(name: string, limit: number, work: (bucket: MemoryBucket) => void): MemoryBucket {
    const known = this.buckets.get(name);
    if (known) {
      work(known);
      this.byExpiry.postponed(known);
      return known;
    }
    if (this.buckets.size >= this.options.maxKeys) this.forgetFirst();
    const bucket = new MemoryBucket(name, limit);
    work(bucket);
    this.buckets.set(name, bucket);
    this.byExpiry.add(bucket);
    return bucket;
  }

  /** The time, in whole ms: cutting off the fraction on both sides of a wait can only lengthen it. */
  private tick(): number {
    const nowMs = Math.floor(this.options.clock.monotonicMs());
    for (let swept = 0; swept < SWEEP_PER_CALL; swept++) {
      const first = this.byExpiry.first;
      if (!first || first.expiresAtMs > nowMs) break;
      this.forgetFirst();
    }
    return nowMs;
  }

  private forgetFirst(): void {
    const first = this.byExpiry.first;
    if (!first) return;
    this.byExpiry.remove(first);
    this.buckets.delete(first.name);
  }
}
