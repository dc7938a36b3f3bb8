import { DETAILS, HourBucket } from './hour-bucket.js';
import type { LedgerRow, UsageLabels } from './ledger-row.js';
import type { UsageFigures } from './usage-figures.js';

export interface LedgerBounds {
  /** Rows kept at once; the limit of the memory used (about 500 bytes each). */
  readonly maxRows: number;
  /** Tenants, users and features that one hour tells apart, of each. */
  readonly maxLabels: number;
}

/**
 * Sums of attempts by hour and labels, in bounded memory. When it is full the oldest hours forget users, then tenants and
 * features: sums stay exact, only who is forgotten. Should even that not be enough, the oldest hour goes.
 */
export class LedgerTable {
  private readonly hours = new Map<number, HourBucket>();
  private rowCount = 0;

  constructor(private readonly bounds: LedgerBounds) {}

  get size(): number {
    return this.rowCount;
  }

  add(hour: number, labels: UsageLabels, figures: Readonly<UsageFigures>): void {
    let bucket = this.hours.get(hour);
    if (!bucket) {
      bucket = new HourBucket(hour, this.bounds.maxLabels);
      this.hours.set(hour, bucket);
    }
    const before = bucket.size;
    bucket.add(labels, figures);
    this.rowCount += bucket.size - before;
    if (this.rowCount > this.bounds.maxRows) this.makeRoom();
  }

  /** Rows of hours from `from` (included) to `to` (excluded), ms since 1970. */
  rows(from: number, to: number): readonly LedgerRow[] {
    const buckets = [...this.hours.values()].filter(({ hour }) => hour >= from && hour < to);
    return buckets.flatMap((bucket) => bucket.list());
  }

  /** Takes everything out. */
  drain(): readonly LedgerRow[] {
    const rows = this.rows(-Infinity, Infinity);
    this.hours.clear();
    this.rowCount = 0;
    return rows;
  }

  forgetBefore(hour: number): void {
    for (const bucket of this.hours.values()) if (bucket.hour < hour) this.forget(bucket);
  }

  private makeRoom(): void {
    const oldestFirst = [...this.hours.values()].toSorted((left, right) => left.hour - right.hour);
    for (const detail of DETAILS) {
      for (const bucket of oldestFirst) {
        const before = bucket.size;
        if (!bucket.coarsen(detail)) continue;
        this.rowCount += bucket.size - before;
        if (this.rowCount <= this.bounds.maxRows) return;
      }
    }
    for (const bucket of oldestFirst.slice(0, -1)) {
      this.forget(bucket);
      if (this.rowCount <= this.bounds.maxRows) return;
    }
  }

  private forget(bucket: HourBucket): void {
    this.hours.delete(bucket.hour);
    this.rowCount -= bucket.size;
  }
}
