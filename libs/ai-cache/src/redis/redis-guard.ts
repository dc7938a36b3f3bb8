import {
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
} from 'cockatiel';
import type { Redis } from 'ioredis';
import { RedisDeadlineError, answeredWithin } from './deadline.js';
import { cacheRedisState, type RedisFailure } from './redis-facts.js';

/** Calls in a row that must fail before Redis is left alone, and how long, in ms, until one call tries again. */
const FAILURES_TO_OPEN = 5;
const HALF_OPEN_AFTER_MS = 500;

/** Redis is down, so the call was not made. Internal: it ends as a miss. */
export class RedisSkippedError extends Error {
  override readonly name = 'RedisSkippedError';
}

/** Every call to Redis goes through here: none without a deadline, none while Redis is known to be down. */
export class RedisGuard {
  readonly failures: Record<RedisFailure, number> = { deadline: 0, connection: 0, reply: 0 };
  skipped = 0;
  private published: 'up' | 'down' | undefined;
  private lastFailure: RedisFailure = 'connection';
  // A refused command is an answer: Redis lives, and waiting would not help.
  private readonly breaker = circuitBreaker(
    handleWhen((error) => failureOf(error) !== 'reply'),
    { halfOpenAfter: HALF_OPEN_AFTER_MS, breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN) },
  );

  constructor(private readonly client: Redis) {
    this.breaker.onStateChange(() => this.publishState());
    client.on('error', this.onError);
    client.on('ready', this.onConnection);
    client.on('close', this.onConnection);
  }

  get state(): 'up' | 'down' {
    return this.client.status === 'ready' && this.breaker.state === CircuitState.Closed ? 'up' : 'down';
  }

  /** @throws RedisSkippedError, RedisDeadlineError, or what the client throws; counted here. */
  async run<Result>(deadlineMs: number, call: (client: Redis) => Promise<Result>): Promise<Result> {
    // Half open, the one trial is under way: who is not it does not wait for it.
    if (this.client.status !== 'ready' || this.breaker.state === CircuitState.HalfOpen) throw this.skip();
    try {
      return await this.breaker.execute(() => this.attempt(deadlineMs, call));
    } catch (error) {
      throw isBrokenCircuitError(error) ? this.skip() : error;
    }
  }

  /** Says what Redis is now, if it was not said yet. */
  publishState(): void {
    const { state } = this;
    if (state === this.published) return;
    this.published = state;
    cacheRedisState.publish(() => (state === 'up' ? { state } : { state, failure: this.lastFailure }));
  }

  /** Takes its listeners off the client. */
  release(): void {
    this.client.off('error', this.onError);
    this.client.off('ready', this.onConnection);
    this.client.off('close', this.onConnection);
  }

  /** Counts a failure before the breaker hears of it, so that the change of state can say why. */
  private async attempt<Result>(
    deadlineMs: number,
    call: (client: Redis) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await answeredWithin(call(this.client), deadlineMs);
    } catch (error) {
      this.lastFailure = failureOf(error);
      this.failures[this.lastFailure] += 1;
      throw error;
    }
  }

  private readonly onConnection = (): void => this.publishState();

  /** An ioredis client without this listener prints its errors; the state says what they mean for us. */
  private readonly onError = (): void => this.publishState();

  private skip(): RedisSkippedError {
    this.skipped += 1;
    return new RedisSkippedError('Redis is down.');
  }
}

/** ReplyError is the name of what ioredis makes of an error reply of the server. */
function failureOf(error: unknown): RedisFailure {
  if (error instanceof RedisDeadlineError) return 'deadline';
  if (!(error instanceof Error)) return 'connection';
  if (error.message === 'Command timed out') return 'deadline';
  return error.name === 'ReplyError' ? 'reply' : 'connection';
}
