import { backlogOf, spanOfCalls, type BucketLoad, type GcraRate } from '../gcra/gcra.policy.js';
import { addSpans, ceilMs, isLonger, NO_TIME, subtractSpans, type Span } from '../gcra/span.js';
import { ExpiryHeap, type Expiring } from './expiry-heap.js';
import type { Lease } from './rate-limit.store.js';

interface Hold extends Expiring {
  readonly leaseId: string;
  readonly span: Span;
}

interface Holds {
  readonly byLease: Map<string, Hold>;
  readonly byExpiry: ExpiryHeap<Hold>;
  sum: Span;
}

/** The state of one bucket in memory: its TAT, and what reservations hold. All times are whole ms of one monotonic clock. */
export class MemoryBucket implements Expiring {
  place = 0;
  /** From then on it equals a bucket that was never used. */
  expiresAtMs = 0;
  private tat: Span = NO_TIME;
  private holds: Holds | undefined;

  constructor(
    readonly name: string,
    private readonly limit: number,
  ) {}

  loadAt(nowMs: number, rate: GcraRate): BucketLoad {
    const backlog = backlogOf(this.tat, nowMs, rate);
    if (this.holds !== undefined) this.releaseEnded(this.holds, nowMs);
    const first = this.holds?.byExpiry.first;
    return this.holds === undefined || first === undefined
      ? { backlog, held: NO_TIME, leaseEndsInMs: undefined }
      : { backlog, held: this.holds.sum, leaseEndsInMs: first.expiresAtMs - nowMs };
  }

  charge(nowMs: number, rate: GcraRate, calls: number): void {
    const backlog = addSpans(backlogOf(this.tat, nowMs, rate), spanOfCalls(rate, calls), this.limit);
    this.tat = addSpans({ ms: nowMs, part: 0 }, backlog, this.limit);
    this.lastsUntil(ceilMs(this.tat));
  }

  /** Bears at least this much from now on, open reservations included. */
  drain(nowMs: number, rate: GcraRate, atLeast: Span): void {
    const { backlog, held } = this.loadAt(nowMs, rate);
    if (!isLonger(atLeast, addSpans(backlog, held, this.limit))) return;
    this.tat = addSpans({ ms: nowMs, part: 0 }, subtractSpans(atLeast, held, this.limit), this.limit);
    this.lastsUntil(ceilMs(this.tat));
  }

  hold(nowMs: number, rate: GcraRate, calls: number, lease: Lease): void {
    this.holds ??= { byLease: new Map(), byExpiry: new ExpiryHeap(), sum: NO_TIME };
    const hold = {
      leaseId: lease.id,
      span: spanOfCalls(rate, calls),
      expiresAtMs: nowMs + lease.ms,
      place: 0,
    };
    this.holds.byLease.set(lease.id, hold);
    this.holds.byExpiry.add(hold);
    this.holds.sum = addSpans(this.holds.sum, hold.span, this.limit);
    this.lastsUntil(hold.expiresAtMs);
  }

  /** Gives back what a lease holds. False when it holds nothing any more. */
  release(nowMs: number, leaseId: string): boolean {
    if (this.holds === undefined) return false;
    this.releaseEnded(this.holds, nowMs);
    const hold = this.holds.byLease.get(leaseId);
    if (hold) this.drop(this.holds, hold);
    return hold !== undefined;
  }

  private releaseEnded(holds: Holds, nowMs: number): void {
    for (let first = holds.byExpiry.first; first && first.expiresAtMs <= nowMs; first = holds.byExpiry.first)
      this.drop(holds, first);
  }

  private drop(holds: Holds, hold: Hold): void {
    holds.byLease.delete(hold.leaseId);
    holds.byExpiry.remove(hold);
    holds.sum = subtractSpans(holds.sum, hold.span, this.limit);
  }

  private lastsUntil(ms: number): void {
    if (ms > this.expiresAtMs) this.expiresAtMs = ms;
  }
}
