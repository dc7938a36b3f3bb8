import type { Clock } from '../time/clock.js';

export interface Deadline<Late> {
  /** Whole ms. */
  readonly ms: number;
  /** Where the ms come from. */
  readonly clock: Clock;
  /** What counts instead when the time is up: a value, or a throw. */
  readonly late: () => Late;
}

/**
 * The result of a call to Redis, or `late` when it takes longer. What the call does afterwards is ignored. When the time
 * is up, sockets are read once more before it counts as late: if this process itself was busy, the answer may have been
 * waiting.
 */
export function withinDeadline<Result, Late = Result>(
  work: Promise<Result>,
  { ms, clock, late }: Deadline<Late>,
): Promise<Result | Late> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    };
    // Immediates run after the poll phase, in which sockets are read.
    const cancel = clock.after(ms, () => void setImmediate(giveUp));
    void work.then(resolve, reject).finally(cancel);
  });
}
