import type { Clock } from '@hydrogenai/common';
import { RedisScript, withinDeadline } from '@hydrogenai/common/redis';
import type { Redis } from 'ioredis';
import { describeAdmitted, describeRejected, spanOfCalls, type GcraDecision } from '../gcra/gcra.policy.js';
import { learnOffset, type ClockOffset } from './clock-offset.policy.js';
import { GCRA_LUA } from './gcra.lua.js';
import type { RateLimitStore, StoreOutcome, StoreRequest } from './rate-limit.store.js';
import { readGcraReply, readTimeReply, type GcraReply } from './redis-replies.js';
import { readRedisFailure, TIMED_OUT } from './store-failure.js';

export interface RedisStoreOptions {
  readonly client: Redis;
  /** Called once the store is closed. */
  readonly release: () => void;
  readonly clock: Clock;
  /** Becomes the hash tag of all keys, so that they share one slot of a cluster. */
  readonly prefix: string;
}

const US_PER_MS = 1_000;

/**
 * Buckets on Redis, shared by all processes, decided on Redis' clock. A decision takes at most its deadline, whatever
 * Redis does; a command that arrives later than that counts nothing.
 */
export class RedisStore implements RateLimitStore {
  private readonly script = new RedisScript(GCRA_LUA);
  private offset: ClockOffset | undefined;

  constructor(private readonly options: RedisStoreOptions) {
    // After a reconnect another server, with another clock, may answer.
    options.client.on('close', this.forgetOffset);
  }

  consume(request: StoreRequest): Promise<StoreOutcome> {
    const { clock } = this.options;
    const endsAtMs = clock.monotonicMs() + request.deadlineMs;
    return withinDeadline(this.decide(request, endsAtMs), {
      ms: request.deadlineMs,
      clock,
      late: () => TIMED_OUT,
    });
  }

  close(): void {
    this.options.client.off('close', this.forgetOffset);
    this.options.release();
  }

  private readonly forgetOffset = (): void => {
    this.offset = undefined;
  };

  private async decide(request: StoreRequest, endsAtMs: number): Promise<StoreOutcome> {
    try {
      const known = this.offset ?? (await this.askTime());
      if (!this.isBefore(endsAtMs)) return TIMED_OUT;
      const first = await this.run(request, endsAtMs, known);
      // Stale although there is time left: Redis' clock was set forward, or this machine slept. The answer has taught us, so once more.
      const reply =
        first.status === 'stale' && this.isBefore(endsAtMs)
          ? await this.run(request, endsAtMs, this.offset ?? known)
          : first;
      return toOutcome(request, reply);
    } catch (error) {
      return readRedisFailure(error);
    }
  }

  private async run(request: StoreRequest, endsAtMs: number, offset: ClockOffset): Promise<GcraReply> {
    const { client, clock, prefix } = this.options;
    const { rate } = request;
    const capacity = spanOfCalls(rate, rate.burst);
    const cost = spanOfCalls(rate, request.cost);
    const validUntilUs = Math.floor((endsAtMs + offset.aheadMs) * US_PER_MS);
    const sentMs = clock.monotonicMs();
    const reply = readGcraReply(
      await this.script.run(
        client,
        [`{${prefix}}:${request.bucket}`],
        [validUntilUs, rate.limit, capacity.ms, capacity.part, cost.ms, cost.part],
      ),
    );
    this.learn(sentMs, reply.nowUs);
    return reply;
  }

  private async askTime(): Promise<ClockOffset> {
    const sentMs = this.options.clock.monotonicMs();
    return this.learn(sentMs, readTimeReply(await this.options.client.time()));
  }

  private learn(sentMs: number, redisUs: number): ClockOffset {
    const receivedMs = this.options.clock.monotonicMs();
    this.offset = learnOffset(this.offset, { sentMs, receivedMs, redisMs: redisUs / US_PER_MS });
    return this.offset;
  }

  private isBefore(endsAtMs: number): boolean {
    return this.options.clock.monotonicMs() < endsAtMs;
  }
}

function toOutcome({ rate, cost }: StoreRequest, reply: GcraReply): StoreOutcome {
  switch (reply.status) {
    case 'admitted':
      return decided(describeAdmitted(rate, reply.backlog));
    case 'rejected':
      return decided(describeRejected(rate, cost, reply.backlog));
    case 'stale':
      return TIMED_OUT;
    default:
      return reply.status satisfies never;
  }
}

function decided(decision: GcraDecision): StoreOutcome {
  return { kind: 'decided', decision };
}
