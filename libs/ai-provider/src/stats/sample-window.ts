export interface WindowBounds {
  /** Samples kept, the latest. */
  readonly size: number;
  /** Samples older than this do not count, in ms. */
  readonly maxAgeMs: number;
}

/** The latest samples, so that percentiles need bounded memory and speak of now. Times are ms of a monotonic clock. */
export class SampleWindow {
  private readonly samples: number[] = [];
  private readonly times: number[] = [];
  private next = 0;

  constructor(private readonly bounds: WindowBounds) {}

  add(sample: number, atMs: number): void {
    this.samples[this.next] = sample;
    this.times[this.next] = atMs;
    this.next = (this.next + 1) % this.bounds.size;
  }

  /** Nearest-rank percentiles of the window; `null` while it is empty. */
  percentiles(nowMs: number): Percentiles | null {
    const sorted = this.recent(nowMs).sort((left, right) => left - right);
    if (sorted.length === 0) return null;
    const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return { p50: at(0.5), p95: at(0.95), p99: at(0.99), samples: sorted.length };
  }

  /** Mean of the window; `null` while it is empty. */
  mean(nowMs: number): number | null {
    const recent = this.recent(nowMs);
    return recent.length === 0 ? null : recent.reduce((sum, sample) => sum + sample, 0) / recent.length;
  }

  private recent(nowMs: number): number[] {
    const since = nowMs - this.bounds.maxAgeMs;
    return this.samples.filter((_, index) => (this.times[index] ?? 0) > since);
  }
}

/** Of what was sampled: ms, or tokens a second. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** How many of the latest calls these are from. */
  readonly samples: number;
}
