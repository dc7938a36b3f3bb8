import type { CancelTimer, Clock } from '@hydrogenai/common';
import { classifyError } from '../errors/classify-error.js';
import type { ProviderFailure } from '../errors/error-kind.js';

type TimeoutKind = NonNullable<ProviderFailure['timeout']>;

/**
 * The life of one attempt: its own abort signal, which follows the caller's and the clocks of the attempt. It knows why
 * it ended, so that an abort of ours is a timeout of the provider and an abort of the caller is nobody's fault.
 */
export class AttemptScope {
  private readonly controller = new AbortController();
  private readonly timers = new Set<CancelTimer>();
  private readonly onCallerAbort: (() => void) | undefined;
  private expired: TimeoutKind | undefined;
  private interrupt: ((reason: unknown) => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly caller: AbortSignal | undefined,
  ) {
    if (!caller) return;
    this.onCallerAbort = () => this.end(caller.reason);
    if (caller.aborted) this.onCallerAbort();
    else caller.addEventListener('abort', this.onCallerAbort, { once: true });
  }

  /** What is handed to the provider. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Ends the attempt as a timeout of this kind after `ms`, unless it is taken back before. */
  expireAfter(ms: number, kind: TimeoutKind): CancelTimer {
    const cancel = this.clock.after(ms, () => this.expire(kind));
    const takeBack = (): void => {
      cancel();
      this.timers.delete(takeBack);
    };
    this.timers.add(takeBack);
    return takeBack;
  }

  /**
   * Settles like `work`, but rejects at once when the attempt ends, also if the provider ignores its signal. One at a
   * time: a field instead of a listener on the signal, because a stream waits once for every part.
   */
  guard<Result>(work: PromiseLike<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      if (this.signal.aborted) reject(this.signal.reason);
      this.interrupt = reject;
      work.then(resolve, reject);
    });
  }

  /** What a throw within this attempt, or an `error` part of its stream, means. */
  failureOf(error: unknown): ProviderFailure {
    if (this.expired) return { kind: 'timeout', timeout: this.expired };
    if (this.caller?.aborted) return { kind: 'aborted' };
    const failure = classifyError(error, this.clock.now());
    // Nobody here aborted: the provider's own connection did.
    return failure.kind === 'aborted' ? { kind: 'network' } : failure;
  }

  /** Lets go of timers and listeners; the connection stays. */
  release(): void {
    for (const cancel of this.timers) cancel();
    if (this.onCallerAbort) this.caller?.removeEventListener('abort', this.onCallerAbort);
  }

  /** Ends the attempt for good and closes its connection. */
  abandon(): void {
    this.release();
    this.end(undefined);
  }

  private expire(kind: TimeoutKind): void {
    this.expired ??= kind;
    // A reader who never comes back must not keep a listener on a signal that lives on.
    this.release();
    this.end(undefined);
  }

  private end(reason: unknown): void {
    this.controller.abort(reason);
    this.interrupt?.(this.signal.reason);
  }
}
