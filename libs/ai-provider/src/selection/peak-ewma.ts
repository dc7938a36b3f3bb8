/** After this long without a sample an average has lost 63 % of its weight, in ms. As in Finagle. */
const DECAY_MS = 10_000;

/**
 * An average that follows a rise at once and a fall slowly, so that one slow answer is believed and one quick answer of a
 * slow provider is not. Times are ms of a monotonic clock.
 */
export class PeakEwma {
  private value: number | null = null;
  private sampledAtMs = 0;

  add(sampleMs: number, nowMs: number): void {
    if (this.value === null || sampleMs > this.value) this.value = sampleMs;
    else {
      const kept = Math.exp(-(nowMs - this.sampledAtMs) / DECAY_MS);
      this.value = this.value * kept + sampleMs * (1 - kept);
    }
    this.sampledAtMs = nowMs;
  }

  /** The average, sinking while nobody comes: whoever was slow once is tried again some time. `null` before the first sample. */
  at(nowMs: number): number | null {
    return this.value === null ? null : this.value * Math.exp(-(nowMs - this.sampledAtMs) / DECAY_MS);
  }
}
