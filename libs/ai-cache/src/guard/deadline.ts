import { systemClock } from '@hydrogenai/common';
import { withinDeadline } from '@hydrogenai/common/redis';

/** A tier did not answer in time. Internal: it ends as a miss. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * The result of `work`.
 * @throws DeadlineError after `ms` of real time, even where lifetimes follow a clock moved by hand, because other processes
 * answer in real time.
 */
export function answeredWithin<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  return withinDeadline<Result, never>(work, {
    ms,
    clock: systemClock,
    late: () => {
      throw new DeadlineError(`No answer within ${ms} ms.`);
    },
  });
}
