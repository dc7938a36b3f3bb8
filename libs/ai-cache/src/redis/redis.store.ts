import type { Clock } from '@hydrogenai/common';
import type { RecordCodec, StoredRecord } from '../engine/record-codec.js';
import type { CacheAddress } from '../entry/cache-address.js';
import { Absent } from '../entry/absent.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import type { SealedValue } from '../json/sealed-value.js';
import { answeredWithin } from './deadline.js';
import { lifetimeOf } from './envelope.policy.js';
import { cacheEntryUnreadable, type CacheEntryUnreadable } from './redis-facts.js';
import type { RedisGuard } from './redis-guard.js';
import type { RedisUsage } from './redis-usage.js';

export interface RedisAnswer extends Pick<StoredRecord, 'sealed' | 'stamp' | 'tags'> {
  readonly ageMs: number;
  readonly remainingMs: number;
}

/** An answer to be stored. */
export interface NewAnswer extends Pick<StoredRecord, 'sealed' | 'stamp' | 'tags'> {
  readonly lifetimeMs: number;
}

export interface RedisStoreOptions {
  readonly prefix: string;
  /** Longest wait for a read, in ms. */
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly codec: RecordCodec;
  /** Decides whether an answer may still be stored. */
  readonly log: Pick<InvalidationLog, 'commit'>;
}

/** Writes under way, in number and in characters. What comes beyond is left out: a slow Redis must not fill the memory. */
const MOST_WRITES = 1_000;
const MOST_WRITE_CHARACTERS = 32 * 1024 * 1024;

/** The second tier. It never throws: what goes wrong is counted and ends as a miss. */
export class RedisStore {
  private readonly writes = new Set<Promise<unknown>>();
  private writeCharacters = 0;
  private droppedWrites = 0;
  private unreadable = 0;

  constructor(
    private readonly guard: RedisGuard,
    private readonly options: RedisStoreOptions,
  ) {}

  /** What Redis holds, whether it is still current or not. */
  async read(address: CacheAddress): Promise<RedisAnswer | Absent> {
    const { prefix, deadlineMs, clock, codec } = this.options;
    const key = address.redisKey(prefix);
    let stored: Buffer | null;
    try {
      stored = await this.guard.run(deadlineMs, (client) => client.getBuffer(key));
    } catch {
      return Absent; // counted by the guard
    }
    if (stored === null) return Absent;
    const { tenant, namespace } = address;
    const read = codec.read({ key, tenant, namespace }, stored);
    if (read.kind === 'unreadable') return this.refuse(address, read.reason);
    const { sealed, stamp, tags } = read.record;
    const lifetime = lifetimeOf(read.record, clock.now());
    return lifetime.remainingMs <= 0 ? Absent : { sealed, stamp, tags, ...lifetime };
  }

  /**
   * Room for a write of this value, for as long as `work` takes. Undefined when there is none; then nothing is done.
   * `work` must not reject.
   */
  admit<Result>({ text }: SealedValue, work: () => Promise<Result>): Promise<Result> | undefined {
    const { length } = text;
    if (this.writes.size >= MOST_WRITES || this.writeCharacters + length > MOST_WRITE_CHARACTERS) {
      this.droppedWrites += 1;
      return undefined;
    }
    this.writeCharacters += length;
    const write = work();
    this.writes.add(write);
    void write.finally(() => {
      this.writes.delete(write);
      this.writeCharacters -= length;
    });
    return write;
  }

  /** Stores an answer unless it is outdated. */
  async store(address: CacheAddress, answer: NewAnswer): Promise<'stored' | 'outdated' | 'failed'> {
    const { prefix, clock, codec, log } = this.options;
    const { sealed, stamp, tags, lifetimeMs } = answer;
    const { tenant, namespace } = address;
    const key = address.redisKey(prefix);
    const createdAtMs = clock.now();
    const record = { sealed, stamp, tags, createdAtMs, expiresAtMs: createdAtMs + lifetimeMs };
    const bytes = codec.write({ key, tenant, namespace }, record);
    try {
      return await log.commit(tenant, stamp, [...address.names, ...tags], { key, bytes, lifetimeMs });
    } catch {
      return 'failed'; // counted by the guard
    }
  }

  usage(): RedisUsage {
    const { state, failures, skipped } = this.guard;
    return {
      state,
      errors: { ...failures },
      skipped,
      droppedWrites: this.droppedWrites,
      unreadable: this.unreadable,
    };
  }

  /** Waits for the writes under way. Resolves with false when some have not ended after `boundMs`. */
  drain(boundMs: number): Promise<boolean> {
    return answeredWithin(Promise.all(this.writes), boundMs).then(
      () => true,
      () => false,
    );
  }

  private refuse(address: CacheAddress, reason: CacheEntryUnreadable['reason']): Absent {
    this.unreadable += 1;
    cacheEntryUnreadable.publish(() => ({ namespace: address.namespace, reason }));
    return Absent;
  }
}
