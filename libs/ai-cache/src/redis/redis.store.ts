import type { Clock } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import type { CacheAddress } from '../entry/cache-address.js';
import { tenantTag } from '../entry/cache-key.policy.js';
import { answeredWithin } from '../guard/deadline.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import type { Name } from '../invalidation/names.policy.js';
import type { Stamp } from '../invalidation/stamp.js';
import { bytesIn, type CodedValue } from '../record/coded-value.js';
import type { RecordCodec, RecordPlace } from '../record/record.codec.js';
import { RecordTooLargeError } from '../record/record-too-large.error.js';
import { storedAnswer, type StoredAnswer } from '../record/stored-answer.js';
import { ReadBatch } from './read-batch.js';
import type { RedisGuard } from './redis-guard.js';
import type { RedisUsage } from './redis-usage.js';

/** An answer to be stored. */
export interface NewAnswer extends Pick<
  StoredAnswer,
  'coded' | 'stamp' | 'tags' | 'keptMs' | 'savedMs' | 'costSaved'
> {
  /** Until it is stale, in ms. */
  readonly freshMs: number;
}

/** An answer as bytes, for the second and the third tier. */
export interface NewRecord {
  readonly key: string;
  readonly bytes: Buffer;
  readonly stamp: Stamp;
  /** All that invalidates it. */
  readonly names: readonly Name[];
  readonly lifetimeMs: number;
  /** Wall clock, ms since 1970. */
  readonly expiresAtMs: number;
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

/** Writes under way, in number and in bytes. What comes beyond is left out: a slow Redis must not fill the memory. */
const MOST_WRITES = 1_000;
const MOST_WRITE_BYTES = 32 * 1024 * 1024;

/** The second tier. It never throws: what goes wrong is counted and ends as a miss. */
export class RedisStore {
  private readonly writes = new Set<Promise<unknown>>();
  private writeBytes = 0;
  private droppedWrites = 0;
  private unreadable = 0;
  private answered = true;

  private readonly batch: ReadBatch;

  constructor(
    private readonly guard: RedisGuard,
    private readonly options: RedisStoreOptions,
  ) {
    this.batch = new ReadBatch(guard, { deadlineMs: options.deadlineMs, clustered: guard.clustered });
  }

  /** Whether Redis answered the last read in time. Who has just waited for it in vain need not wait again. */
  get answers(): boolean {
    return this.answered;
  }

  /** Redis did not answer another question in time. */
  doubt(): void {
    this.answered = false;
  }

  placeOf(address: CacheAddress): RecordPlace {
    const { tenant, namespace } = address;
    return { key: address.redisKey(this.options.prefix), tenant, namespace };
  }

  /**
   * What Redis holds, whether it is still current and fresh or not.
   * @param again it was read a moment ago, so what is wrong with it has been counted and told
   */
  async read(address: CacheAddress, again = false): Promise<StoredAnswer | Absent> {
    const { clock, codec } = this.options;
    const place = this.placeOf(address);
    let stored: Buffer | null;
    try {
      stored = await this.batch.read(tenantTag(place.tenant), place.key);
      this.answered = true;
    } catch {
      this.answered = false;
      return Absent; // counted by the guard
    }
    if (stored === null) return Absent;
    const read = codec.read(place, 'l2', stored, again);
    if (read.kind === 'record') return storedAnswer(read.header, read.body, clock.now());
    if (read.reason !== 'expired' && !again) this.unreadable += 1;
    return Absent;
  }

  /**
   * Room for a write of this value, for as long as `work` takes. Undefined when there is none; then nothing is done.
   * `work` must not reject.
   */
  admit<Result>(value: CodedValue, work: () => Promise<Result>): Promise<Result> | undefined {
    const bytes = bytesIn(value);
    if (this.writes.size >= MOST_WRITES || this.writeBytes + bytes > MOST_WRITE_BYTES) {
      this.droppedWrites += 1;
      return undefined;
    }
    this.writeBytes += bytes;
    const write = work();
    this.writes.add(write);
    void write.finally(() => {
      this.writes.delete(write);
      this.writeBytes -= bytes;
    });
    return write;
  }

  /** Undefined when the answer is too large for a record. */
  recordOf(address: CacheAddress, answer: NewAnswer): NewRecord | undefined {
    const { clock, codec } = this.options;
    const { coded, stamp, tags, freshMs, keptMs, savedMs, costSaved } = answer;
    const place = this.placeOf(address);
    const createdAtMs = Math.floor(clock.now());
    const fields = {
      createdAtMs,
      softExpiryMs: createdAtMs + freshMs,
      hardExpiryMs: createdAtMs + keptMs,
      life: stamp.life,
      asOf: stamp.n,
      tags,
      savedMs: Math.round(savedMs),
      costSavedMicros: Math.round(costSaved),
    };
    try {
      const bytes = codec.write(place, fields, coded);
      const names = [...address.names, ...tags];
      const { hardExpiryMs: expiresAtMs } = fields;
      return { key: place.key, bytes, stamp, names, lifetimeMs: keptMs, expiresAtMs };
    } catch (error) {
      if (error instanceof RecordTooLargeError) return undefined;
      throw error;
    }
  }

  /** Stores a record unless it is outdated. */
  async store(
    { tenant }: CacheAddress,
    { key, bytes, stamp, names, lifetimeMs }: Omit<NewRecord, 'expiresAtMs'>,
  ): Promise<'stored' | 'outdated' | 'failed'> {
    try {
      return await this.options.log.commit(tenant, stamp, names, { key, bytes, lifetimeMs });
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
}
