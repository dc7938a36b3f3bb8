import type { Clock } from '@hydrogenai/common';
import { WaitTimeoutError } from './wait-timeout.error.js';

/** How long one caller waits, in ms of a clock. */
export interface WaitLimit {
  readonly ms: number;
  readonly clock: Clock;
}

/** One piece of work that several callers wait for, each with a signal and a deadline of its own. */
export class Flight<Result> {
  /** Made when somebody asks for its signal: most flights end before, and a controller is dear (1.5 us, and work for the collector). */
  private controller: AbortController | undefined;
  private givenUp: { readonly reason: unknown } | undefined;
  private waiters = 0;
  private settled = false;
  private readonly result: Promise<Result>;

  /** @param onEnd called once, when nobody may join any more: the work has settled, or was given up. */
  constructor(
    work: (flight: Flight<Result>) => Promise<Result>,
    private readonly onEnd: () => void,
  ) {
    this.result = this.run(work);
    // Everybody may have left before it fails; those who stay get the error from `wait`.
    this.result.catch(() => undefined);
  }

  /** Aborts when the last waiter has left. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.givenUp) this.controller.abort(this.givenUp.reason);
    }
    return this.controller.signal;
  }

  /** @throws the reason of the last waiter, when all have left */
  throwIfGivenUp(): void {
    if (this.givenUp) throw this.givenUp.reason;
  }

  /** @throws what the work throws; when this waiter leaves the signal's reason, or WaitTimeoutError after its limit. */
  wait(signal?: AbortSignal, limit?: WaitLimit): Promise<Result> {
    this.waiters += 1;
    if (!signal && !limit) return this.result;
    return new Promise((resolve, reject) => {
      const leave = (reason: unknown): void => {
        stay();
        reject(reason);
        this.waiters -= 1;
        if (this.waiters === 0) this.giveUp(reason);
      };
      const onAbort = (): void => leave(signal?.reason);
      const cancel = limit?.clock.after(limit.ms, () => leave(new WaitTimeoutError(limit.ms)));
      const stay = (): void => {
        signal?.removeEventListener('abort', onAbort);
        cancel?.();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      void this.result.then(resolve, reject).finally(stay);
    });
  }

  private async run(work: (flight: Flight<Result>) => Promise<Result>): Promise<Result> {
    try {
      return await work(this);
    } finally {
      this.end();
    }
  }

  private giveUp(reason: unknown): void {
    if (this.settled) return;
    // First out of the table, so that a caller who comes now starts anew instead of waiting for an aborted one.
    this.end();
    this.givenUp = { reason };
    this.controller?.abort(reason);
  }

  private end(): void {
    if (this.settled) return;
    this.settled = true;
    this.onEnd();
  }
}
