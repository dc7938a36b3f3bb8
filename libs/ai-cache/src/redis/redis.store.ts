import type { Clock } from '@hydrogenai/common';
import type { CacheAddress } from '../entry/cache-address.js';
import { Absent } from '../entry/absent.js';
import { unsealText, type SealedValue } from '../json/sealed-value.js';
import { answeredWithin } from './deadline.js';
import { lifetimeOf, openEnvelope, writeEnvelope, type Envelope } from './envelope.policy.js';
import { cacheEntryUnreadable, type CacheEntryUnreadable } from './redis-facts.js';
import type { RedisGuard } from './redis-guard.js';
import type { RedisUsage } from './redis-usage.js';

export interface RedisAnswer {
  readonly sealed: SealedValue;
  readonly ageMs: number;
  readonly remainingMs: number;
}

export interface RedisStoreOptions {
  readonly prefix: string;
  /** Longest wait for a read, in ms. */
  readonly deadlineMs: number;
  readonly clock: Clock;
}

/** Nobody waits for a write, so a large one may take longer than a read; in ms. */
const WRITE_DEADLINE_MS = 1_000;
/** Writes under way, in number and in characters. What comes beyond is left out: a slow Redis must not fill the memory. */
const MOST_WRITES = 1_000;
const MOST_WRITE_CHARACTERS = 32 * 1024 * 1024;

/** The second tier. It never throws: what goes wrong is counted and ends as a miss. */
export class RedisStore {
  private readonly writes = new Set<Promise<boolean>>();
  private writeCharacters = 0;
  private droppedWrites = 0;
  private unreadable = 0;

  constructor(
    private readonly guard: RedisGuard,
    private readonly options: RedisStoreOptions,
  ) {}

  async read(address: CacheAddress): Promise<RedisAnswer | Absent> {
    const { prefix, deadlineMs, clock } = this.options;
    let stored: string | null;
    try {
      stored = await this.guard.run(deadlineMs, (client) => client.get(address.redisKey(prefix)));
    } catch {
      return Absent; // counted by the guard
    }
    if (stored === null) return Absent;
    const opened = openEnvelope(stored);
    if (opened.kind === 'unreadable') return this.refuse(address, opened.reason);
    const lifetime = lifetimeOf(opened.envelope, clock.now());
    if (lifetime.remainingMs <= 0) return Absent;
    try {
      return { sealed: unsealText(opened.envelope.text), ...lifetime };
    } catch {
      return this.refuse(address, 'broken');
    }
  }

  /** Resolves with true when Redis has it. */
  write(address: CacheAddress, envelope: Envelope): Promise<boolean> {
    const { length } = envelope.text;
    if (this.writes.size >= MOST_WRITES || this.writeCharacters + length > MOST_WRITE_CHARACTERS) {
      this.droppedWrites += 1;
      return Promise.resolve(false);
    }
    const lifetimeMs = envelope.expiresAtMs - envelope.createdAtMs;
    const key = address.redisKey(this.options.prefix);
    const write = this.attempt((client) => client.set(key, writeEnvelope(envelope), 'PX', lifetimeMs));
    this.writes.add(write);
    this.writeCharacters += length;
    void write.finally(() => {
      this.writes.delete(write);
      this.writeCharacters -= length;
    });
    return write;
  }

  /** Resolves with true when Redis has it no more. */
  delete(address: CacheAddress): Promise<boolean> {
    const key = address.redisKey(this.options.prefix);
    return this.attempt((client) => client.del(key));
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

  private async attempt(call: Parameters<RedisGuard['run']>[1]): Promise<boolean> {
    try {
      await this.guard.run(Math.max(this.options.deadlineMs, WRITE_DEADLINE_MS), call);
      return true;
    } catch {
      return false; // counted by the guard
    }
  }

  private refuse(address: CacheAddress, reason: CacheEntryUnreadable['reason']): Absent {
    this.unreadable += 1;
    cacheEntryUnreadable.publish(() => ({ namespace: address.namespace, reason }));
    return Absent;
  }
}
