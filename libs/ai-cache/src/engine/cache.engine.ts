import { parseDuration, systemClock } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import type { CacheAddress } from '../entry/cache-address.js';
import type { Place } from '../entry/cache-key.policy.js';
import type { AnswerFactory, CacheRequest } from '../entry/cache-request.js';
import { checkTags } from '../entry/tags.policy.js';
import { SingleFlight, type Boarding } from '../flight/single-flight.js';
import type { Flight } from '../flight/flight.js';
import type { InvalidationLog, Reach } from '../invalidation/invalidation-log.js';
import { tagName, type Name } from '../invalidation/names.policy.js';
import { sealIfJson, sealValue, type SealedValue } from '../json/sealed-value.js';
import type { MemoryEntry } from '../memory/memory-entry.js';
import type { MemoryStore } from '../memory/memory.store.js';
import type { RedisStore } from '../redis/redis.store.js';
import type { CacheStatistics } from '../stats/cache-statistics.js';
import { isOutdatedFor, type Found } from './found.js';
import { Keeper } from './keeper.js';
import { Reader } from './reader.js';
import { assertNoStream } from './stream-not-cacheable.error.js';

/** What to do when no tier holds the answer. */
export interface Computation {
  readonly factory: AnswerFactory<unknown>;
  /** Whether to keep what the factory made. Default: always. */
  readonly store?: ((value: unknown) => boolean) | undefined;
  /** Tags that only the answer tells. */
  readonly tags?: ((value: unknown) => readonly string[]) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface EngineParts {
  readonly memory: MemoryStore;
  readonly redis: RedisStore | undefined;
  readonly log: InvalidationLog;
  readonly statistics: CacheStatistics;
  readonly defaultTtlMs: number;
  readonly maxTtlMs: number;
  /** How long what this process computed may be served while Redis cannot be reached, in ms. */
  readonly graceMs: number;
}

/** One computation, as asked for. */
interface Plan {
  readonly address: CacheAddress;
  readonly ttlMs: number;
  readonly tags: readonly string[];
  readonly computation: Computation;
}

/** When a caller came. */
interface Moment {
  /** The newest invalidation that was known here. */
  readonly newest: number;
  /** Whether all that had been acknowledged was known here. */
  readonly trusted: boolean;
}

/** The tiers in their order: memory, a flight that is under way, Redis, the factory. */
export class CacheEngine {
  private readonly flights = new SingleFlight<Found>();
  private readonly reads = new SingleFlight<Found | Absent>();
  private readonly keeper: Keeper;
  private readonly reader: Reader;

  constructor(private readonly parts: EngineParts) {
    this.keeper = new Keeper(parts);
    this.reader = new Reader(parts);
  }

  /** The hot path: what memory holds, if this process knows by itself that it is current. */
  recall(place: Place): MemoryEntry | undefined {
    const { memory, log } = this.parts;
    const entry = memory.get(place);
    if (entry === undefined) return undefined;
    const { proof } = entry;
    if (!(proof.holds && log.isTrusted()) && !this.inGrace(entry)) return undefined;
    entry.counters.l1 += 1;
    return entry;
  }

  /**
   * The answer for what memory does not hold: of a flight, of Redis, of the factory.
   * @throws InvalidOptionError for a bad lifetime or bad tags, ValueNotCacheableError and StreamNotCacheableError for what
   * the factory made, what the factory throws, and the signal's reason.
   */
  async obtain(request: CacheRequest, address: CacheAddress, computation: Computation): Promise<Found> {
    const { signal } = computation;
    signal?.throwIfAborted();
    const plan = { address, ttlMs: this.ttlMs(request), tags: checkTags(request.tags), computation };
    const moment = this.moment(address);
    const first = this.board(plan);
    const found = await this.arrive(address, first);
    if (!first.joined || !(await this.isStale(address, moment, found))) return found;
    // It was begun before an invalidation that was complete when this caller came. What is boarded now was begun after it.
    return this.arrive(address, this.board(plan));
  }

  /** What the tiers hold, for what memory cannot answer at once. */
  async get(address: CacheAddress): Promise<Found | Absent> {
    const counters = this.parts.statistics.of(address.namespace);
    const found = await this.read(address);
    if (found === Absent) counters.misses += 1;
    else if (found.from === 'l1') counters.l1 += 1;
    else counters.l2 += 1;
    return found;
  }

  /** Resolves when no process serves an older one, and Redis has it or did not answer in time. */
  async set(request: CacheRequest, address: CacheAddress, value: unknown): Promise<void> {
    const ttlMs = this.ttlMs(request);
    const tags = checkTags(request.tags).map(tagName);
    const sealed = this.seal(address, value);
    await this.keeper.replace(address, { sealed, tags, ttlMs, graceUntilMs: this.graceFromNow() });
  }

  /** Resolves when no process serves what these names stand for, or says what was not reached. */
  async invalidate(
    tenant: string | undefined,
    names: readonly Name[],
    records: readonly string[] = [],
  ): Promise<Reach> {
    const { acknowledged } = await this.parts.log.invalidate(tenant, names, records);
    return acknowledged;
  }

  private async load(plan: Plan, flight: Flight<Found>): Promise<Found> {
    const { address, ttlMs, tags, computation } = plan;
    const { log, statistics } = this.parts;
    const { factory, store } = computation;
    const graceUntilMs = this.graceFromNow();
    const capturing = log.capture(address.tenant);
    const kept = await this.read(address);
    if (kept !== Absent) return kept;
    const stamp = await capturing;
    flight.signal.throwIfAborted();
    const counters = statistics.of(address.namespace);
    counters.misses += 1;
    const value = await factory(flight.signal);
    assertNoStream(value);
    const derived = computation.tags === undefined ? [] : computation.tags(value);
    const names = checkTags([...tags, ...derived]).map(tagName);
    const basis = stamp && {
      scope: log.scope(address.tenant),
      names: [...address.names, ...names],
      n: stamp.n,
    };
    if (store && !store(value)) {
      counters.refusals += 1;
      return { value: sealIfJson(value), from: 'computed', ageMs: 0, basis };
    }
    const sealed = this.seal(address, value);
    // Redis is written after the answer: nobody waits for this promise, and it never rejects.
    if (flight.mayStore) void this.keeper.keep(address, { sealed, tags: names, ttlMs, stamp, graceUntilMs });
    return { value: sealed.value, from: 'computed', ageMs: 0, basis };
  }

  private board(plan: Plan): Boarding<Found> {
    const { address, tags, computation } = plan;
    const names = tags.length === 0 ? address.names : [...address.names, ...tags.map(tagName)];
    return this.flights.board(this.flightKey(address, names), computation.signal, (flight) =>
      this.load(plan, flight),
    );
  }

  /** Looks into the tiers, once for all who ask. */
  private async read(address: CacheAddress): Promise<Found | Absent> {
    const moment = this.moment(address);
    const first = this.boardRead(address);
    const found = await first.result;
    if (!first.joined || found === Absent || !(await this.isStale(address, moment, found))) return found;
    return this.boardRead(address).result; // as in `obtain`
  }

  private boardRead(address: CacheAddress): Boarding<Found | Absent> {
    return this.reads.board(this.flightKey(address, address.names), undefined, (flight) =>
      this.reader.find(address, () => flight.mayStore),
    );
  }

  private moment({ tenant }: CacheAddress): Moment {
    const { log } = this.parts;
    return { newest: log.scope(tenant).now, trusted: log.isTrusted() };
  }

  /** Whether what was joined at this moment was outdated already then. */
  private async isStale(address: CacheAddress, moment: Moment, { basis }: Found): Promise<boolean> {
    if (basis === undefined) return false;
    if (isOutdatedFor(moment.newest, basis)) return true;
    const { scope, names, n } = basis;
    if (moment.trusted || scope.life === undefined) return false;
    // What had happened by then may not be known here yet.
    const verdict = await this.parts.log.verify(address.tenant, { life: scope.life, n }, names);
    return verdict.kind === 'outdated';
  }

  /** Nobody joins what was begun before an invalidation that is known here. */
  private flightKey(address: CacheAddress, names: readonly Name[]): string {
    const scope = this.parts.log.scope(address.tenant);
    return `${address.identity}\0${scope.generation}.${scope.newestOf(names)}`;
  }

  private async arrive(address: CacheAddress, { result, joined }: Boarding<Found>): Promise<Found> {
    const counters = this.parts.statistics.of(address.namespace);
    if (joined) counters.joined += 1;
    const found = await result;
    if (found.from === 'l1') counters.l1 += 1;
    if (found.from === 'l2') counters.l2 += 1;
    if (found.from !== 'computed' || !joined) return found;
    counters.flight += 1;
    return { ...found, from: 'flight' };
  }

  /** Nobody can be asked, but this process has computed the entry itself, not long ago. */
  private inGrace({ proof }: MemoryEntry): boolean {
    const { log } = this.parts;
    if (log.isTrusted() || log.isReachable() || !proof.undisputed) return false;
    return systemClock.monotonicMs() < proof.graceUntilMs;
  }

  private graceFromNow(): number {
    return systemClock.monotonicMs() + this.parts.graceMs;
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
    return parseDuration(request.ttl, 'ttl', { minMs: 1, maxMs: this.parts.maxTtlMs });
  }
}
