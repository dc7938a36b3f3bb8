import type { Clock } from '@hydrogenai/common';
import { WaitTimeoutError } from '../flight/wait-timeout.error.js';

export interface DepartureOptions {
  readonly signal: AbortSignal | undefined;
  /** Then the caller has waited long enough, in ms. */
  readonly deadlineMs: number | undefined;
  readonly clock: Clock;
}

/** How one reader leaves a stream: by its signal, at its deadline, or because it reads no more. */
export class Departure {
  private readonly controller = new AbortController();
  private readonly cancel: (() => void) | undefined;

  constructor(private readonly options: DepartureOptions) {
    const { signal, deadlineMs, clock } = options;
    signal?.addEventListener('abort', this.onAbort, { once: true });
    if (signal?.aborted === true) this.onAbort();
    this.cancel =
      deadlineMs === undefined
        ? undefined
        : clock.after(deadlineMs, () => this.leave(new WaitTimeoutError(deadlineMs)));
  }

  /** Aborts when the reader leaves. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  leave(reason: unknown): void {
    this.arrive();
    this.controller.abort(reason);
  }

  /** The reader has all of it: what happens to its signal from now on is none of the stream's business. */
  arrive(): void {
    this.options.signal?.removeEventListener('abort', this.onAbort);
    this.cancel?.();
  }

  private readonly onAbort = (): void => this.leave(this.options.signal?.reason);
}
