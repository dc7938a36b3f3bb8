import { systemClock } from '@hydrogenai/common';
import { withinDeadline } from '@hydrogenai/common/redis';

/** Redis did not answer in time. Internal: it ends as a miss. */
export class RedisDeadlineError extends Error {
  override readonly name = 'RedisDeadlineError';
}

/**
 * The result of `work`.
 * @throws RedisDeadlineError after `ms` of real time, even where lifetimes follow a clock moved by hand, because Redis
 * answers in real time.
 */
export function answeredWithin<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  return withinDeadline<Result, never>(work, {
    ms,
    clock: systemClock,
    late: () => {
      throw new RedisDeadlineError(`No answer from Redis within ${ms} ms.`);
    },
  });
}
