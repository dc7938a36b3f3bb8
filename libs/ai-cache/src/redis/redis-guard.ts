import { isCluster, type RedisLike } from '@hydrogenai/common/redis';
import { CallGuard } from '../guard/call-guard.js';
import { DeadlineError } from '../guard/deadline.js';
import { cacheRedisState, type RedisFailure } from './redis-facts.js';

/** Every call to Redis goes through here: none without a deadline, none while Redis is known to be down. */
export class RedisGuard {
  private readonly calls: CallGuard;

  constructor(private readonly client: RedisLike) {
    this.calls = new CallGuard({
      usable: () => client.status === 'ready',
      failureOf,
      publish: (state, failure) =>
        cacheRedisState.publish(() => (state === 'up' ? { state } : { state, failure })),
    });
    client.on('error', this.onChange);
    client.on('ready', this.onChange);
    client.on('close', this.onChange);
  }

  get clustered(): boolean {
    return isCluster(this.client);
  }

  get state(): 'up' | 'down' {
    return this.calls.state;
  }

  get failures(): Readonly<Record<RedisFailure, number>> {
    return this.calls.failures;
  }

  get skipped(): number {
    return this.calls.skipped;
  }

  /** @throws TierSkippedError, DeadlineError, or what the client throws; counted here. */
  run<Result>(deadlineMs: number, call: (client: RedisLike) => Promise<Result>): Promise<Result> {
    return this.calls.run(deadlineMs, () => call(this.client));
  }

  /** Says what Redis is now, if it was not said yet. */
  publishState(): void {
    this.calls.publishState();
  }

  /** Takes its listeners off the client. */
  release(): void {
    this.client.off('error', this.onChange);
    this.client.off('ready', this.onChange);
    this.client.off('close', this.onChange);
  }

  /** An ioredis client without a listener for errors prints them; the state says what they mean for us. */
  private readonly onChange = (): void => this.calls.publishState();
}

/** ReplyError is the name of what ioredis makes of an error reply of the server. */
function failureOf(error: unknown): RedisFailure {
  if (error instanceof DeadlineError) return 'deadline';
  if (!(error instanceof Error)) return 'connection';
  if (error.message === 'Command timed out') return 'deadline';
  return error.name === 'ReplyError' ? 'reply' : 'connection';
}
