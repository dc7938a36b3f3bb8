import type { Clock } from '@hydrogenai/common';
import { keyTag, RedisClock, RedisScript, type OpenedRedis } from '@hydrogenai/common/redis';
import { describeFull, describeRoom, loadLeaving, spanOfCalls } from '../gcra/gcra.policy.js';
import { digest } from '../limit/bucket-name.js';
import type {
  Charge,
  DrainOutcome,
  DrainRequest,
  RateLimitStore,
  SettleOutcome,
  SettleRequest,
  StoreUnavailable,
  TakeOutcome,
  TakeRequest,
} from '../stores/rate-limit.store.js';
import { ConsumeBatch, type SingleCall } from './consume-batch.js';
import { CONSUME_LUA } from './consume.lua.js';
import { Deadlines } from './deadlines.js';
import { DRAIN_LUA } from './drain.lua.js';
import { readConsumeReply, readSettleReply, readTakeReply, type ScriptReply } from './redis-replies.js';
import { SETTLE_LUA } from './settle.lua.js';
import { readRedisFailure, TIMED_OUT } from './store-failure.js';
import { TAKE_LUA } from './take.lua.js';

export interface RedisStoreOptions {
  /** Closed with the store. */
  readonly redis: OpenedRedis;
  readonly clock: Clock;
  /** Becomes the hash tag of all keys, so that they share one slot of a cluster. */
  readonly prefix: string;
}

/**
 * Buckets on Redis, shared by all processes, decided on Redis' clock. A decision takes at most its deadline, whatever
 * Redis does; a command that arrives later than that counts nothing.
 */
export class RedisStore implements RateLimitStore {
  private readonly consumeScript = new RedisScript(CONSUME_LUA);
  private readonly takeScript = new RedisScript(TAKE_LUA);
  private readonly settleScript = new RedisScript(SETTLE_LUA);
  private readonly drainScript = new RedisScript(DRAIN_LUA);
  private readonly singles = new ConsumeBatch((calls) => this.sendSingles(calls));
  private readonly deadlines: Deadlines;
  private readonly redisClock: RedisClock;
  private readonly tag: string;

  constructor(private readonly options: RedisStoreOptions) {
    this.deadlines = new Deadlines(options.clock);
    this.tag = keyTag(options.prefix);
    this.redisClock = new RedisClock(options.redis.client, options.clock, this.tag);
  }

  take(request: TakeRequest): Promise<TakeOutcome> {
    const { charges, lease, deadlineMs } = request;
    const endsAtMs = this.options.clock.monotonicMs() + deadlineMs;
    const [charge] = charges;
    return new Promise((resolve, reject) => {
      const waiting = this.deadlines.add(deadlineMs, () => resolve(TIMED_OUT));
      const fail = (error: unknown): void => {
        waiting.done();
        settleFailure(error, resolve, reject);
      };
      const finish = (outcome: TakeOutcome): void => {
        waiting.done();
        resolve(outcome);
      };
      if (charge === undefined || charges.length > 1 || lease) {
        this.decide(request, endsAtMs).then(finish, fail);
        return;
      }
      // The way of nearly all calls, with as few promises as possible: they would cost as much as the decision.
      const answer = (reply: ScriptReply): void => {
        if (reply.status === 'decided') finish(toOutcome(charges, reply));
        else this.decide(request, endsAtMs).then(finish, fail);
      };
      this.singles.add({ charge, endsAtMs, answer, fail });
    });
  }

  settle(request: SettleRequest): Promise<SettleOutcome> {
    return new Promise((resolve, reject) => {
      const waiting = this.deadlines.add(request.deadlineMs, () => resolve(TIMED_OUT));
      this.charge(request)
        .then(resolve, (error: unknown) => settleFailure(error, resolve, reject))
        .finally(() => waiting.done());
    });
  }

  drain(request: DrainRequest): Promise<DrainOutcome> {
    const endsAtMs = this.options.clock.monotonicMs() + request.deadlineMs;
    return new Promise((resolve, reject) => {
      const waiting = this.deadlines.add(request.deadlineMs, () => resolve(TIMED_OUT));
      this.lower(request, endsAtMs)
        .then(resolve, (error: unknown) => settleFailure(error, resolve, reject))
        .finally(() => waiting.done());
    });
  }

  close(): void {
    this.redisClock.stop();
    this.options.redis.close();
    this.deadlines.close();
  }

  private async decide(request: TakeRequest, endsAtMs: number): Promise<TakeOutcome> {
    let offset = this.redisClock.known ?? (await this.redisClock.ask());
    // Stale although there is time left: Redis' clock was set forward, or this machine slept. The answer has taught us, so
    // once more.
    for (let tries = 0; tries < 2 && this.isBefore(endsAtMs); tries++) {
      const reply = await this.send(request, this.redisClock.deadlineUs(endsAtMs, offset));
      if (reply.status === 'decided') return toOutcome(request.charges, reply);
      if (reply.status === 'refused') return { kind: 'unavailable', reason: 'refused', code: reply.code };
      offset = this.redisClock.known ?? offset;
    }
    return TIMED_OUT;
  }

  private async sendSingles(calls: readonly SingleCall[]): Promise<() => void> {
    const offset = this.redisClock.known ?? (await this.redisClock.ask());
    const keys: string[] = [];
    const args: (string | number)[] = [];
    for (const { charge, endsAtMs } of calls) {
      keys.push(this.keyOf(charge.bucket));
      args.push(this.redisClock.deadlineUs(endsAtMs, offset));
      pushCharge(args, charge);
    }
    const sentMs = this.options.clock.monotonicMs();
    const reply = await this.consumeScript.run(this.options.redis.client, keys, args);
    const { nowUs, replies } = readConsumeReply(reply, calls.length);
    this.redisClock.learn(sentMs, nowUs);
    return () => replies.forEach((one, index) => calls[index]?.answer(one));
  }

  private async send({ charges, lease }: TakeRequest, validUntilUs: number): Promise<ScriptReply> {
    const keys = charges.flatMap(({ bucket }) => this.bothKeysOf(bucket));
    const args: (string | number)[] = [validUntilUs, lease?.id ?? '', lease?.ms ?? 0];
    for (const charge of charges) {
      pushCharge(args, charge);
      args.push(charge.binding ? 1 : 0);
    }
    const sentMs = this.options.clock.monotonicMs();
    const answer = await this.takeScript.run(this.options.redis.client, keys, args);
    const { nowUs, reply } = readTakeReply(answer, charges.length);
    this.redisClock.learn(sentMs, nowUs);
    return reply;
  }

  private async charge({ leaseId, charges }: SettleRequest): Promise<SettleOutcome> {
    const keys = charges.flatMap(({ bucket }) => this.bothKeysOf(bucket));
    const args = charges.flatMap(({ rate, reserved, actual }) => {
      const held = spanOfCalls(rate, reserved);
      const used = spanOfCalls(rate, actual);
      return [rate.limit, held.ms, held.part, used.ms, used.part];
    });
    const answer = await this.settleScript.run(this.options.redis.client, keys, [leaseId, ...args]);
    return { kind: 'settled', late: readSettleReply(answer).late };
  }

  private async lower({ buckets }: DrainRequest, endsAtMs: number): Promise<DrainOutcome> {
    const offset = this.redisClock.known ?? (await this.redisClock.ask());
    const args: number[] = [this.redisClock.deadlineUs(endsAtMs, offset)];
    const keys: string[] = [];
    for (const { bucket, rate, remaining } of buckets) {
      const least = loadLeaving(rate, remaining);
      if (least.ms < 0) continue;
      keys.push(this.keyOf(bucket));
      args.push(rate.limit, least.ms, least.part);
    }
    if (keys.length > 0) await this.drainScript.run(this.options.redis.client, keys, args);
    return { kind: 'drained' };
  }

  private keyOf(bucket: string): string {
    return `${this.tag}:${digest(bucket)}`;
  }

  private bothKeysOf(bucket: string): readonly [string, string] {
    const key = this.keyOf(bucket);
    return [key, `${key}:leases`];
  }

  private isBefore(endsAtMs: number): boolean {
    return this.options.clock.monotonicMs() < endsAtMs;
  }
}

function settleFailure(
  error: unknown,
  resolve: (outcome: StoreUnavailable) => void,
  reject: (bug: unknown) => void,
): void {
  try {
    resolve(readRedisFailure(error));
  } catch (bug) {
    reject(bug);
  }
}

/** Limit, capacity and cost, as the scripts take them. */
function pushCharge(args: (string | number)[], { rate, cost }: Charge): void {
  const capacity = spanOfCalls(rate, rate.burst);
  const price = spanOfCalls(rate, cost);
  args.push(rate.limit, capacity.ms, capacity.part, price.ms, price.part);
}

function toOutcome(
  charges: readonly Charge[],
  { buckets }: Extract<ScriptReply, { status: 'decided' }>,
): TakeOutcome {
  let allowed = true;
  const verdicts = buckets.map(({ hasRoom, load }, index) => {
    const charge = charges[index];
    if (!charge) throw new RangeError('Redis answered for more buckets than it was asked about.');
    if (hasRoom) return describeRoom(charge.rate, load);
    if (charge.binding) allowed = false;
    return describeFull(charge.rate, charge.cost, load);
  });
  return { kind: 'decided', allowed, verdicts };
}
