import { systemClock } from '@hydrogenai/common';

/** Redis did not answer in time. Internal: it ends as a miss. */
export class RedisDeadlineError extends Error {
  override readonly name = 'RedisDeadlineError';
}

/**
 * The result of `work`, or an error after `ms`. It measures real time even where lifetimes follow a clock moved by hand,
 * because Redis answers in real time.
 */
export function withinDeadline<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = systemClock.after(ms, () => {
      // When the event loop was blocked, the timer fires before the sockets are read: an answer that is here already
      // counts.
      setImmediate(() => reject(new RedisDeadlineError(`No answer from Redis within ${ms} ms.`)));
    });
    void work.then(resolve, reject).finally(cancel);
  });
}
