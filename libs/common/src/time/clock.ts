/** Takes a timer back. Calling it late or twice does nothing. */
export type CancelTimer = () => void;

/** The only source of time in the suite, so that tests move it by hand. */
export interface Clock {
  /** Wall clock: milliseconds since 1970-01-01T00:00:00Z, whole. It may jump; use it only for what leaves the process. */
  now(): number;
  /** Milliseconds since an arbitrary start, fractional. Never goes back; use it for every duration and deadline. */
  monotonicMs(): number;
  /** Calls back once after `ms` milliseconds, fractions rounded up. The timer never keeps the process alive. */
  after(ms: number, callback: () => void): CancelTimer;
}

/** Injection token of the `Clock` that `@Timed` measures and `@Retryable` waits with. Optional: without it the system clock is used. */
export const CLOCK = Symbol('@hydrogenai/CLOCK');

/** Longest delay of `setTimeout`; a larger one fires at once (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(ms, callback) {
    let timer: NodeJS.Timeout;
    const arm = (left: number): void => {
      const step = Math.min(left, LONGEST_TIMER_MS);
      timer = setTimeout(() => (left > step ? arm(left - step) : callback()), step);
      timer.unref();
    };
    arm(Math.max(0, Math.ceil(ms)));
    return () => clearTimeout(timer);
  },
};
