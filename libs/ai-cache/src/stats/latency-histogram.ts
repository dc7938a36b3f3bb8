/** Steps in a doubling: a percentile is within 4.5 % of the sample that it stands for. */
const STEPS = 8;
/** From 1 microsecond to 2^32 of them, 72 minutes; what is beyond counts at the edge. */
const BUCKETS = 32 * STEPS;

/** Nearest-rank percentiles in ms. */
export interface LatencyPercentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly samples: number;
}

/** Counts of durations in steps that grow with them, so that percentiles since the start need 2 KiB for any number of them. */
export class LatencyHistogram {
  private readonly counts = new Float64Array(BUCKETS);
  private samples = 0;

  /** What is no duration (negative, NaN) does not count. */
  record(ms: number): void {
    if (!(ms >= 0)) return;
    this.count(bucketOf(ms), 1);
    this.samples += 1;
  }

  /** Counts what another one has counted as well. */
  add(other: LatencyHistogram): void {
    for (const [index, count] of other.counts.entries()) this.count(index, count);
    this.samples += other.samples;
  }

  /** `null` while nothing was counted. */
  percentiles(): LatencyPercentiles | null {
    if (this.samples === 0) return null;
    const { samples } = this;
    return { p50: this.at(0.5), p95: this.at(0.95), p99: this.at(0.99), samples };
  }

  private count(index: number, more: number): void {
    this.counts[index] = (this.counts[index] ?? 0) + more;
  }

  private at(share: number): number {
    let left = Math.max(1, Math.ceil(share * this.samples));
    for (const [index, count] of this.counts.entries()) {
      left -= count;
      if (left <= 0) return middleOf(index);
    }
    return middleOf(BUCKETS - 1);
  }
}

function bucketOf(ms: number): number {
  return Math.min(BUCKETS - 1, Math.max(0, Math.floor(Math.log2(ms * 1_000) * STEPS)));
}

/** The geometric middle of a bucket, in ms. */
function middleOf(index: number): number {
  return 2 ** ((index + 0.5) / STEPS) / 1_000;
}
