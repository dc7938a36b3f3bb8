import { InvalidOptionError } from '../errors/invalid-option.error.js';
import type { Clock } from '../time/clock.js';
import { learnOffset, type ClockOffset } from './clock-offset.policy.js';
import { slotOf } from './key-slot.policy.js';
import { isCluster, type RedisLike } from './redis-like.js';
import { RedisScript } from './redis-script.js';
import { readTimeReply } from './time-reply.js';

const US_PER_MS = 1_000;
/** In a script, because a command with a key goes to the node of that key; TIME alone goes to any. */
const TIME_LUA = "return redis.call('TIME')";

/**
 * What is known of Redis' clock, so that a command can carry a deadline that Redis itself can check. It is learnt from
 * answers that tell Redis' time, and forgotten when a connection closes: another server may answer next.
 *
 * On a Cluster each node has a clock of its own, so a `RedisClock` is that of the node that serves `key`, and forgets
 * when the slot of that key moves. While a slot is being moved, single commands are answered by the other node already;
 * then the offset may be wrong by the difference of the two clocks, until the next answer.
 */
export class RedisClock {
  private readonly script = new RedisScript(TIME_LUA);
  private learnt: { readonly offset: ClockOffset; readonly node: string | undefined } | undefined;

  /**
   * @param key any key of the slot whose commands carry the deadlines, e.g. `keyTag(prefix)`. Not needed for one server.
   * @throws InvalidOptionError for a Cluster without a key
   */
  constructor(
    private readonly client: RedisLike,
    private readonly clock: Clock,
    private readonly key?: string,
  ) {
    if (isCluster(client) && key === undefined) {
      throw new InvalidOptionError({
        field: 'key',
        accepted: 'a key, since each node of a Cluster has its own clock',
        received: key,
      });
    }
    client.on('close', this.forgetAll);
    // One node of a Cluster has gone, perhaps to come back with another clock; one server never says this.
    client.on('-node', this.forgetAll);
  }

  /** How far Redis' clock is ahead of ours, as far as it is known. */
  get known(): ClockOffset | undefined {
    return this.learnt?.node === this.node() ? this.learnt?.offset : undefined;
  }

  /**
   * Asks Redis for its time, and learns from the answer.
   * @throws ReplyError of Redis, ioredis' timeout and connection errors, or UnexpectedRedisReplyError.
   */
  async ask(): Promise<ClockOffset> {
    const sentMs = this.clock.monotonicMs();
    const reply = isCluster(this.client)
      ? await this.script.run(this.client, [this.key ?? ''], [])
      : await this.client.time();
    return this.learn(sentMs, readTimeReply(reply));
  }

  /**
   * Learns from an answer that has come just now.
   * @param sentMs our monotonic clock when the command left
   * @param redisUs Redis' clock when it answered, microseconds since 1970
   */
  learn(sentMs: number, redisUs: number): ClockOffset {
    const receivedMs = this.clock.monotonicMs();
    const offset = learnOffset(this.known, { sentMs, receivedMs, redisMs: redisUs / US_PER_MS });
    this.learnt = { offset, node: this.node() };
    return offset;
  }

  /** The moment `endsAtMs` of our monotonic clock on Redis' clock, in microseconds since 1970; never later than it is. */
  deadlineUs(endsAtMs: number, offset: ClockOffset): number {
    return Math.floor((endsAtMs + offset.aheadMs) * US_PER_MS);
  }

  /** Forgets what is known, e.g. after an answer that contradicts it. */
  forget(): void {
    this.learnt = undefined;
  }

  /** Takes its listeners off the client. */
  stop(): void {
    this.client.off('close', this.forgetAll);
    this.client.off('-node', this.forgetAll);
    this.forget();
  }

  private readonly forgetAll = (): void => this.forget();

  /** The node that serves the key, as the client's slot table has it now; always the same for one server. */
  private node(): string | undefined {
    return isCluster(this.client) ? this.client.slots[slotOf(this.key ?? '')]?.[0] : undefined;
  }
}
