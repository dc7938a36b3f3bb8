import type { RetryBudget } from './retry-budget.js';
import { hasRetryLeft, type RetryCounts } from './retry-budget.policy.js';

/** The window moves in tenths: it forgets a second at a time by default. */
const SLICES = 10;

/**
 * Calls and retries of the last window, in slices that are forgotten one by one. A retry is forgotten no earlier than
 * the calls that allowed it, so up to any moment there were at most `ratio` retries a call, and one `reserve` for each
 * window that has begun.
 */
export class RetryWindow {
  private readonly callsOf = new Uint32Array(SLICES);
  private readonly retriesOf = new Uint32Array(SLICES);
  private readonly sliceMs: number;
  /** Number of the youngest slice, counted from the start of the clock. */
  private slice = 0;
  private calls = 0;
  private retries = 0;

  constructor(private readonly budget: RetryBudget) {
    this.sliceMs = budget.windowMs / SLICES;
  }

  get counts(): RetryCounts {
    return { calls: this.calls, retries: this.retries };
  }

  countCall(nowMs: number): void {
    const at = this.moveTo(nowMs);
    this.callsOf[at] = (this.callsOf[at] ?? 0) + 1;
    this.calls += 1;
  }

  /** Counts a retry when there is room for it. */
  tryRetry(nowMs: number): boolean {
    const at = this.moveTo(nowMs);
    if (!hasRetryLeft(this.counts, this.budget)) return false;
    this.retriesOf[at] = (this.retriesOf[at] ?? 0) + 1;
    this.retries += 1;
    return true;
  }

  /** Forgets what has left the window. Returns the place of the youngest slice. */
  private moveTo(nowMs: number): number {
    const target = Math.floor(nowMs / this.sliceMs);
    // After more than a window every slice is old, and each needs to be emptied only once.
    if (target - this.slice > SLICES) this.slice = target - SLICES;
    while (this.slice < target) {
      this.slice += 1;
      const at = this.slice % SLICES;
      this.calls -= this.callsOf[at] ?? 0;
      this.retries -= this.retriesOf[at] ?? 0;
      this.callsOf[at] = 0;
      this.retriesOf[at] = 0;
    }
    return this.slice % SLICES;
  }
}
