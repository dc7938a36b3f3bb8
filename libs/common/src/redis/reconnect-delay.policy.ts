const STEP_MS = 50;
const LONGEST_MS = 1_000;

/** ms to wait before a reconnect: 50, 100, ... and at the latest after a second, for ever, so that recovery is seen within two. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(attempt * STEP_MS, LONGEST_MS);
}
