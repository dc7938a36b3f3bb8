import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import { answeredWithin } from './deadline.js';

/** Calls in a row that must fail before the tier is left alone, and how long, in ms, until one call tries again. */
const FAILURES_TO_OPEN = 5;
const HALF_OPEN_AFTER_MS = 500;

/**
 * Why a call failed: no answer in time, no connection, or a refusal. A refusal is an answer: the tier lives, and waiting
 * would not help.
 */
export type TierFailure = 'deadline' | 'connection' | 'reply';

/** The tier is down, so the call was not made. Internal: it ends as a miss. */
export class TierSkippedError extends Error {
  override readonly name = 'TierSkippedError';
}

export interface GuardedTier {
  /** Whether calls can be made at all. */
  readonly usable: () => boolean;
  readonly failureOf: (error: unknown) => TierFailure;
  /** Told once for each change. */
  readonly publish: (state: 'up' | 'down', lastFailure: TierFailure) => void;
}

/** Every call to another process goes through one of these: none without a deadline, none while the tier is down. */
export class CallGuard {
  readonly failures: Record<TierFailure, number> = { deadline: 0, connection: 0, reply: 0 };
  skipped = 0;
  private published: 'up' | 'down' | undefined;
  private lastFailure: TierFailure = 'connection';
  private readonly breaker = circuitBreaker(
    handleWhen((error) => this.tier.failureOf(error) !== 'reply'),
    { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );

  constructor(private readonly tier: GuardedTier) {
    this.breaker.onStateChange(() => this.publishState());
  }

  get state(): 'up' | 'down' {
    return this.tier.usable() && this.breaker.state === CircuitState.Closed ? 'up' : 'down';
  }

  /** @throws TierSkippedError, DeadlineError, or what the call throws; counted here. */
  async run<Result>(deadlineMs: number, call: () => Promise<Result>): Promise<Result> {
    // Half open, the one trial is under way: who is not it does not wait for it.
    if (!this.tier.usable() || this.breaker.state === CircuitState.HalfOpen) throw this.skip();
    try {
      return await this.breaker.execute(() => this.attempt(deadlineMs, call));
    } catch (error) {
      throw isBrokenCircuitError(error) ? this.skip() : error;
    }
  }

  /** Says what the tier is now, if it was not said yet. */
  publishState(): void {
    const { state } = this;
    if (state === this.published) return;
    this.published = state;
    this.tier.publish(state, this.lastFailure);
  }

  /** Counts a failure before the breaker hears of it, so that the change of state can say why. */
  private async attempt<Result>(deadlineMs: number, call: () => Promise<Result>): Promise<Result> {
    try {
      return await answeredWithin(call(), deadlineMs);
    } catch (error) {
      this.lastFailure = this.tier.failureOf(error);
      this.failures[this.lastFailure] += 1;
      throw error;
    }
  }

  private skip(): TierSkippedError {
    this.skipped += 1;
    return new TierSkippedError('The tier is down.');
  }
}
