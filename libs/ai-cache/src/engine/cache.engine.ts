import { parseDuration, type Clock } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import type { CacheAddress } from '../entry/cache-address.js';
import type { Place } from '../entry/cache-key.policy.js';
import type { AnswerFactory, CacheRequest } from '../entry/cache-request.js';
import { SingleFlight, type Boarding } from '../flight/single-flight.js';
import type { Flight } from '../flight/flight.js';
import { sealIfJson, sealValue, type SealedValue } from '../json/sealed-value.js';
import type { MemoryEntry } from '../memory/memory-entry.js';
import type { MemoryStore } from '../memory/memory.store.js';
import type { RedisStore } from '../redis/redis.store.js';
import type { CacheStatistics } from '../stats/cache-statistics.js';
import { assertNoStream } from './stream-not-cacheable.error.js';

/** A value that was not in memory, and where it came from. */
export interface Found {
  readonly value: unknown;
  readonly from: 'l2' | 'flight' | 'computed';
  readonly ageMs: number;
}

/** What to do when no tier holds the answer. */
export interface Computation {
  readonly factory: AnswerFactory<unknown>;
  /** Whether to keep what the factory made. Default: always. */
  readonly store?: ((value: unknown) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface EngineParts {
  readonly memory: MemoryStore;
  readonly redis: RedisStore | undefined;
  readonly statistics: CacheStatistics;
  readonly clock: Clock;
  readonly defaultTtlMs: number;
}

/** The tiers in their order: memory, a flight that is under way, Redis, the factory. */
export class CacheEngine {
  private readonly flights = new SingleFlight<Found>();
  private readonly reads = new SingleFlight<Found | Absent>();

  constructor(private readonly parts: EngineParts) {}

  /** The hot path: what memory holds. */
  recall(place: Place): MemoryEntry | undefined {
    const entry = this.parts.memory.get(place);
    if (entry !== undefined) entry.counters.l1 += 1;
    return entry;
  }

  /**
   * The answer for what memory does not hold: of a flight, of Redis, of the factory.
   * @throws InvalidOptionError for a bad lifetime, ValueNotCacheableError and StreamNotCacheableError for what the factory
   * made, what the factory throws, and the signal's reason.
   */
  async obtain(request: CacheRequest, address: CacheAddress, computation: Computation): Promise<Found> {
    const { signal } = computation;
    signal?.throwIfAborted();
    const ttlMs = this.ttlMs(request);
    const boarding = this.flights.board(address.identity, signal, (flight) =>
      this.load(address, ttlMs, computation, flight),
    );
    return this.arrive(address, boarding);
  }

  /** What Redis holds, for what memory does not. */
  async get(address: CacheAddress): Promise<Found | Absent> {
    const counters = this.parts.statistics.of(address.namespace);
    const found = await this.refill(address);
    if (found === Absent) counters.misses += 1;
    else counters.l2 += 1;
    return found;
  }

  /** Resolves when Redis has it as well, or did not answer in time. */
  async set(request: CacheRequest, address: CacheAddress, value: unknown): Promise<void> {
    const ttlMs = this.ttlMs(request);
    const sealed = this.seal(address, value);
    this.outdate(address);
    await this.keep(address, sealed, ttlMs);
  }

  /** Resolves with true when no tier holds it any more. */
  async delete(address: CacheAddress): Promise<boolean> {
    this.outdate(address);
    this.parts.memory.delete(address);
    return this.parts.redis === undefined || this.parts.redis.delete(address);
  }

  private async load(
    address: CacheAddress,
    ttlMs: number,
    { factory, store }: Computation,
    flight: Flight<Found>,
  ): Promise<Found> {
    const kept = await this.refill(address);
    if (kept !== Absent) return kept;
    flight.signal.throwIfAborted();
    const counters = this.parts.statistics.of(address.namespace);
    counters.misses += 1;
    const value = await factory(flight.signal);
    assertNoStream(value);
    if (store && !store(value)) {
      counters.refusals += 1;
      return { value: sealIfJson(value), from: 'computed', ageMs: 0 };
    }
    const sealed = this.seal(address, value);
    // Redis is written after the answer: nobody waits for this promise, and it never rejects.
    if (flight.mayStore) void this.keep(address, sealed, ttlMs);
    return { value: sealed.value, from: 'computed', ageMs: 0 };
  }

  /** Reads Redis, once for all who ask, and keeps what it holds in memory for the time that remains. */
  private async refill(address: CacheAddress): Promise<Found | Absent> {
    const { redis, memory, statistics } = this.parts;
    if (!redis) return Absent;
    const { result } = this.reads.board(address.identity, undefined, async (flight) => {
      const answer = await redis.read(address);
      if (answer === Absent) return Absent;
      const counters = statistics.of(address.namespace);
      if (flight.mayStore) memory.put(address, { ...answer, counters });
      return { value: answer.sealed.value, from: 'l2', ageMs: answer.ageMs };
    });
    return result;
  }

  private async keep(address: CacheAddress, sealed: SealedValue, ttlMs: number): Promise<void> {
    const { memory, redis, statistics, clock } = this.parts;
    const counters = statistics.of(address.namespace);
    counters.stores += 1;
    memory.put(address, { sealed, counters, remainingMs: ttlMs });
    const createdAtMs = clock.now();
    await redis?.write(address, { text: sealed.text, createdAtMs, expiresAtMs: createdAtMs + ttlMs });
  }

  private async arrive(address: CacheAddress, { result, joined }: Boarding<Found>): Promise<Found> {
    const counters = this.parts.statistics.of(address.namespace);
    if (joined) counters.joined += 1;
    const found = await result;
    if (found.from === 'l2') counters.l2 += 1;
    if (found.from !== 'computed' || !joined) return found;
    counters.flight += 1;
    return { ...found, from: 'flight' };
  }

  /** What is read or computed now was asked for before the change, so it is not kept. */
  private outdate(address: CacheAddress): void {
    this.reads.outdate(address.identity);
    this.flights.outdate(address.identity);
  }

  private seal(address: CacheAddress, value: unknown): SealedValue {
    try {
      return sealValue(value);
    } catch (error) {
      this.parts.statistics.of(address.namespace).refusals += 1;
      throw error;
    }
  }

  private ttlMs(request: CacheRequest): number {
    if (request.ttl === undefined) return this.parts.defaultTtlMs;
    return parseDuration(request.ttl, 'ttl', { minMs: 1 });
  }
}
