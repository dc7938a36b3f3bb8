import type { Clock } from '@hydrogenai/common';

/**
 * The result of `work`, or `late` when it takes longer than `deadlineMs`. What the work does afterwards is ignored. When
 * the time is up, sockets are read once more before it counts as late: if this process itself was busy, the answer may
 * have been waiting.
 */
export function withinDeadline<Result>(
  clock: Clock,
  deadlineMs: number,
  late: Result,
  work: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    // Immediates run after the poll phase, in which sockets are read.
    const cancel = clock.after(deadlineMs, () => void setImmediate(() => resolve(late)));
    work.then(resolve, reject).finally(cancel);
  });
}
