import type { CacheAddress } from '../entry/cache-address.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import type { Name } from '../invalidation/names.policy.js';
import { Proof } from '../invalidation/proof.js';
import type { Stamp } from '../invalidation/stamp.js';
import type { L3Store } from '../l3/l3.store.js';
import type { MemoryStore } from '../memory/memory.store.js';
import type { CodedValue } from '../record/coded-value.js';
import type { RedisStore } from '../redis/redis.store.js';
import type { CacheStatistics } from '../stats/cache-statistics.js';

export interface KeeperParts {
  readonly memory: MemoryStore;
  readonly redis: RedisStore | undefined;
  readonly l3: L3Store | undefined;
  readonly log: InvalidationLog;
  readonly statistics: CacheStatistics;
}

/** An answer that was just computed or given. */
export interface NewAnswer {
  readonly coded: CodedValue;
  readonly tags: readonly Name[];
  /** Until it is stale, and until it goes, in ms; whole and positive. */
  readonly freshMs: number;
  readonly keptMs: number;
  /** From when on a hit decides on an early refresh, in ms. */
  readonly undecidedMs: number;
  /** What its computation took, in ms, and cost, in micro-dollars; undefined when that is not known. */
  readonly savedMs?: number | undefined;
  readonly costSaved?: number | undefined;
  /** Where the log stood before it was computed; undefined when the log could not be asked. */
  readonly stamp: Stamp | undefined;
  /** How long it may be served while Redis cannot be reached, on the system's monotonic clock. */
  readonly graceUntilMs: number;
}

/** Stores answers in every tier, unless they are outdated. */
export class Keeper {
  constructor(private readonly parts: KeeperParts) {}

  /** Memory has it at once, Redis when the promise resolves, the third tier later. It never rejects. */
  async keep(address: CacheAddress, answer: NewAnswer): Promise<void> {
    const { redis } = this.parts;
    if (!this.remember(address, answer)) return;
    await redis?.admit(answer.coded, () => this.commit(address, answer));
  }

  /**
   * Stores an answer that replaces what there is: whatever is older is invalidated first, in every process.
   * It never rejects.
   */
  async replace(address: CacheAddress, answer: Omit<NewAnswer, 'stamp'>): Promise<void> {
    const { redis, memory } = this.parts;
    memory.delete(address);
    const replacing = async (): Promise<void> => {
      const { stamp, acknowledged } = await this.invalidate(address);
      const stamped = { ...answer, stamp };
      if (this.remember(address, stamped)) await this.commit(address, stamped);
      await acknowledged;
    };
    if (redis === undefined) return replacing();
    // Without room for it, what there is must go nevertheless.
    await (redis.admit(answer.coded, replacing) ??
      this.invalidate(address).then((sent) => sent.acknowledged));
  }

  private invalidate(address: CacheAddress): ReturnType<InvalidationLog['invalidate']> {
    return this.parts.log.invalidate(address.tenant, [address.ownName]);
  }

  /** Returns false when it is known here to be outdated. */
  private remember(address: CacheAddress, answer: NewAnswer): boolean {
    const { memory, log, statistics } = this.parts;
    const { coded, tags, stamp, graceUntilMs, freshMs, keptMs, undecidedMs, savedMs, costSaved } = answer;
    const counters = statistics.of(address.namespace);
    const scope = log.scope(address.tenant);
    const names = [...address.names, ...tags];
    if (stamp !== undefined && scope.outdates(stamp, names)) {
      counters.outdated += 1;
      return false;
    }
    counters.stores += 1;
    const proof = new Proof(scope, names, stamp, graceUntilMs);
    const savings = { savedMs, costSaved };
    memory.put(address, { coded, counters, proof, remainingMs: freshMs, keptMs, undecidedMs, ...savings });
    return true;
  }

  private async commit(address: CacheAddress, answer: NewAnswer): Promise<void> {
    const { redis, l3, memory, statistics } = this.parts;
    const { coded, stamp, savedMs = 0, costSaved = 0 } = answer;
    if (redis === undefined || stamp === undefined) return;
    const record = redis.recordOf(address, { ...answer, stamp, savedMs, costSaved });
    if (record === undefined) return;
    const outcome = await redis.store(address, record);
    if (outcome !== 'outdated') {
      // A record carries its own position in the log, so the third tier may have it whatever became of it in Redis.
      void l3?.write(record.key, record.bytes, record.expiresAtMs);
      return;
    }
    statistics.of(address.namespace).outdated += 1;
    // What came into its place meanwhile stays.
    if (memory.find(address)?.coded === coded) memory.delete(address);
  }
}
