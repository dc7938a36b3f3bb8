import type { Clock } from '@hydrogenai/common';
import { decideGcra, type GcraDecision } from '../gcra/gcra.policy.js';
import { ceilMs, type Span } from '../gcra/span.js';
import { ExpiryHeap, type Expiring } from './expiry-heap.js';
import type { RateLimitStore, StoreOutcome, StoreRequest } from './rate-limit.store.js';

interface Bucket extends Expiring {
  tat: Span;
}

export interface MemoryStoreOptions {
  readonly clock: Clock;
  /** Buckets kept at once; the limit of the memory used (about 200 bytes each). */
  readonly maxKeys: number;
}

/** Full buckets forgotten per call: more than one, so that the store shrinks while it is used; few, so that no call pays for all. */
const SWEEP_PER_CALL = 2;

/**
 * Buckets of this process. A bucket that is full again is forgotten, for it equals one that was never used. At
 * `maxKeys` the one that would be full again first gives way: of all entries, forgetting it forgives the least time. So
 * a flood of fresh keys pushes out itself and not the heavily used buckets.
 */
export class MemoryStore implements RateLimitStore {
  private readonly buckets = new Map<string, Bucket>();
  private readonly byExpiry = new ExpiryHeap<Bucket>();

  constructor(private readonly options: MemoryStoreOptions) {}

  /** Buckets held now. */
  get size(): number {
    return this.buckets.size;
  }

  /** Whether this bucket is held; one that is not is full. */
  holds(bucket: string): boolean {
    return this.buckets.has(bucket);
  }

  consume(request: StoreRequest): StoreOutcome {
    return { kind: 'decided', decision: this.decide(request) };
  }

  /** Decides at once: memory never fails. */
  decide({ bucket, rate, cost }: Omit<StoreRequest, 'deadlineMs'>): GcraDecision {
    // The policy works on whole ms; cutting off the fraction on both sides of a wait can only lengthen it.
    const nowMs = Math.floor(this.options.clock.monotonicMs());
    this.sweep(nowMs);
    const outcome = decideGcra({ nowMs, tat: this.buckets.get(bucket)?.tat, rate, cost });
    if (!outcome.allowed) return outcome;
    const { nextState, ...decision } = outcome;
    this.keep(bucket, nextState);
    return decision;
  }

  close(): void {
    // Nothing to give back: no timer, no connection.
  }

  private keep(name: string, tat: Span): void {
    const known = this.buckets.get(name);
    if (known) {
      known.tat = tat;
      known.expiresAtMs = ceilMs(tat);
      this.byExpiry.postponed(known);
      return;
    }
    if (this.buckets.size >= this.options.maxKeys) this.forgetFirst();
    const bucket: Bucket = { bucket: name, tat, expiresAtMs: ceilMs(tat), place: 0 };
    this.buckets.set(name, bucket);
    this.byExpiry.add(bucket);
  }

  private sweep(nowMs: number): void {
    for (let swept = 0; swept < SWEEP_PER_CALL; swept++) {
      const first = this.byExpiry.first;
      if (!first || first.expiresAtMs > nowMs) return;
      this.forgetFirst();
    }
  }

  private forgetFirst(): void {
    const first = this.byExpiry.first;
    if (!first) return;
    this.byExpiry.removeFirst();
    this.buckets.delete(first.bucket);
  }
}
