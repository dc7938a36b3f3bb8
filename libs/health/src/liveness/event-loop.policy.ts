/** Ticks per threshold: a block is seen to within a tenth of it, at a cost of a few timers a second. */
const TICKS_PER_THRESHOLD = 10;

export function tickMs(thresholdMs: number): number {
  return Math.ceil(thresholdMs / TICKS_PER_THRESHOLD);
}

/** A tick that is late by the threshold was held up by a blocked event loop, or by a stopped process. */
export function isLate(nowMs: number, dueMs: number, thresholdMs: number): boolean {
  return nowMs - dueMs >= thresholdMs;
}

/**
 * Whether a block still counts. A probe that waited through it is answered only after it, so it is remembered for as long
 * again as the threshold.
 */
export function stillCounts(nowMs: number, blockEndedMs: number | undefined, thresholdMs: number): boolean {
  return blockEndedMs !== undefined && nowMs - blockEndedMs < thresholdMs;
}
