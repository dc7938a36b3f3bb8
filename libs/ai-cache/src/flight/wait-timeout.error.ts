import { formatDuration, HydrogenError } from '@hydrogenai/common';

/** A caller waited for a computation as long as it wanted to. The computation goes on while others wait for it. */
export class WaitTimeoutError extends HydrogenError {
  constructor(waitedMs: number) {
    super(
      `No answer was there after ${formatDuration(waitedMs)}, the longest that this call would wait. Try again, or wait longer.`,
      { code: 'CACHE_WAIT_TIMEOUT', httpStatus: 504, retryable: true, details: { waitedMs } },
    );
  }
}
