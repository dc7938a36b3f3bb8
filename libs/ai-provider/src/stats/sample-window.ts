/** The latest samples, so that percentiles need bounded memory. */
export class SampleWindow {
  private readonly samples: number[] = [];
  private next = 0;

  constructor(private readonly size: number) {}

  add(sample: number): void {
    this.samples[this.next] = sample;
    this.next = (this.next + 1) % this.size;
  }

  /** Nearest-rank percentiles of the window; `null` while it is empty. */
  percentiles(): Percentiles | null {
    if (this.samples.length === 0) return null;
    const sorted = this.samples.toSorted((left, right) => left - right);
    const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    return { p50: at(0.5), p95: at(0.95), samples: sorted.length };
  }
}

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  /** How many of the latest calls these are from. */
  readonly samples: number;
}
