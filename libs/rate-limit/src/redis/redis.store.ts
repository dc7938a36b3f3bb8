import type { Clock } from '@hydrogenai/common';
import { RedisScript, withinDeadline } from '@hydrogenai/common/redis';
import type { Redis } from 'ioredis';
import { describeFull, describeRoom, spanOfCalls } from '../gcra/gcra.policy.js';
import { digest } from '../limit/bucket-name.js';
import type {
  Charge,
  Lease,
  RateLimitStore,
  SettleOutcome,
  SettleRequest,
  StoreUnavailable,
  TakeOutcome,
  TakeRequest,
} from '../stores/rate-limit.store.js';
import { learnOffset, type ClockOffset } from './clock-offset.policy.js';
import { readSettleReply, readTakeReplies, readTimeReply, type TakeReply } from './redis-replies.js';
import { SETTLE_LUA } from './settle.lua.js';
import { readRedisFailure, TIMED_OUT } from './store-failure.js';
import { TAKE_LUA } from './take.lua.js';
import { TurnBatch } from './turn-batch.js';

export interface RedisStoreOptions {
  readonly client: Redis;
  /** Called once the store is closed. */
  readonly release: () => void;
  readonly clock: Clock;
  /** Becomes the hash tag of all keys, so that they share one slot of a cluster. */
  readonly prefix: string;
}

/** A request as the script takes it. */
interface Prepared {
  readonly charges: readonly Charge[];
  readonly buckets: readonly string[];
  readonly lease: Lease | undefined;
  readonly validUntilUs: number;
  /** Whether leases may be read and changed. */
  readonly withLeases: boolean;
}

const US_PER_MS = 1_000;

/**
 * Buckets on Redis, shared by all processes, decided on Redis' clock. A decision takes at most its deadline, whatever
 * Redis does; a command that arrives later than that counts nothing.
 */
export class RedisStore implements RateLimitStore {
  private readonly takeScript = new RedisScript(TAKE_LUA);
  private readonly settleScript = new RedisScript(SETTLE_LUA);
  private readonly batch = new TurnBatch<Prepared, TakeReply>((items) => this.send(items));
  private offset: ClockOffset | undefined;

  constructor(private readonly options: RedisStoreOptions) {
    // After a reconnect another server, with another clock, may answer.
    options.client.on('close', this.forgetOffset);
  }

  take(request: TakeRequest): Promise<TakeOutcome> {
    return this.within(request.deadlineMs, (endsAtMs) => this.decide(request, endsAtMs));
  }

  settle(request: SettleRequest): Promise<SettleOutcome> {
    return this.within(request.deadlineMs, () => this.charge(request));
  }

  close(): void {
    this.options.client.off('close', this.forgetOffset);
    this.options.release();
  }

  private readonly forgetOffset = (): void => {
    this.offset = undefined;
  };

  private within<Outcome>(
    deadlineMs: number,
    work: (endsAtMs: number) => Promise<Outcome>,
  ): Promise<Outcome | StoreUnavailable> {
    const { clock } = this.options;
    const endsAtMs = clock.monotonicMs() + deadlineMs;
    const answer = work(endsAtMs).catch((error: unknown): StoreUnavailable => readRedisFailure(error));
    return withinDeadline<Outcome | StoreUnavailable>(answer, {
      ms: deadlineMs,
      clock,
      late: () => TIMED_OUT,
    });
  }

  private async decide(request: TakeRequest, endsAtMs: number): Promise<TakeOutcome> {
    const buckets = request.charges.map(({ bucket }) => this.keyOf(bucket));
    let withLeases = request.lease !== undefined;
    let known = this.offset ?? (await this.askTime());
    let staleBefore = false;
    while (this.isBefore(endsAtMs)) {
      const validUntilUs = Math.floor((endsAtMs + known.aheadMs) * US_PER_MS);
      const { charges, lease } = request;
      const reply = await this.batch.add({ charges, buckets, lease, validUntilUs, withLeases });
      switch (reply.status) {
        case 'decided':
          return toOutcome(charges, reply);
        case 'refused':
          return { kind: 'unavailable', reason: 'refused', code: reply.code };
        case 'leases-ended':
          withLeases = true;
          break;
        case 'stale':
          // Although there is time left: Redis' clock was set forward, or this machine slept. The answer has taught us,
          // so once more.
          if (staleBefore) return TIMED_OUT;
          staleBefore = true;
          known = this.offset ?? known;
          break;
        default:
          return reply satisfies never;
      }
    }
    return TIMED_OUT;
  }

  private async charge({ leaseId, charges }: SettleRequest): Promise<SettleOutcome> {
    const keys = charges.flatMap(({ bucket }) => this.bothKeysOf(this.keyOf(bucket)));
    const args = charges.flatMap(({ rate, reserved, actual }) => {
      const held = spanOfCalls(rate, reserved);
      const used = spanOfCalls(rate, actual);
      return [rate.limit, held.ms, held.part, used.ms, used.part];
    });
    const reply = await this.settleScript.run(this.options.client, keys, [leaseId, ...args]);
    return { kind: 'settled', late: readSettleReply(reply).late };
  }

  private async send(items: readonly Prepared[]): Promise<readonly TakeReply[]> {
    const keys: string[] = [];
    const args: (string | number)[] = [];
    for (const { charges, buckets, lease, validUntilUs, withLeases } of items) {
      args.push(validUntilUs, lease?.id ?? '', lease?.ms ?? 0, withLeases ? 2 : 1, charges.length);
      for (const { rate, cost, binding } of charges) {
        const capacity = spanOfCalls(rate, rate.burst);
        const price = spanOfCalls(rate, cost);
        args.push(rate.limit, capacity.ms, capacity.part, price.ms, price.part, binding ? 1 : 0);
      }
      if (withLeases) for (const bucket of buckets) keys.push(...this.bothKeysOf(bucket));
      else keys.push(...buckets);
    }
    const sentMs = this.options.clock.monotonicMs();
    const answer = await this.takeScript.run(this.options.client, keys, args);
    const { nowUs, replies } = readTakeReplies(
      answer,
      items.map(({ charges }) => charges.length),
    );
    this.learn(sentMs, nowUs);
    return replies;
  }

  private keyOf(bucket: string): string {
    return `{${this.options.prefix}}:${digest(bucket)}`;
  }

  private bothKeysOf(bucket: string): readonly [string, string] {
    return [bucket, `${bucket}:leases`];
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

function toOutcome(
  charges: readonly Charge[],
  { allowed, buckets }: Extract<TakeReply, { status: 'decided' }>,
): TakeOutcome {
  const verdicts = buckets.map(({ hasRoom, load }, index) => {
    const charge = charges[index];
    if (!charge) throw new RangeError('Redis answered for more buckets than it was asked about.');
    return hasRoom ? describeRoom(charge.rate, load) : describeFull(charge.rate, charge.cost, load);
  });
  return { kind: 'decided', allowed, verdicts };
}
