import { parseDuration, systemClock, type Clock } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import type { CacheAddress } from '../entry/cache-address.js';
import type { Place } from '../entry/cache-key.policy.js';
import type { CacheRequest } from '../entry/cache-request.js';
import { checkTags } from '../entry/tags.policy.js';
import type { Flight } from '../flight/flight.js';
import { SingleFlight, type Boarding } from '../flight/single-flight.js';
import type { FreshnessExecutor } from '../freshness/freshness.executor.js';
import { freshnessOf, type ModuleFreshness } from '../freshness/freshness.options.js';
import { lifetimesOf, undecidedFromMs } from '../freshness/freshness.policy.js';
import type { InvalidationLog, Reach } from '../invalidation/invalidation-log.js';
import { tagName, type Name } from '../invalidation/names.policy.js';
import type { L3Store } from '../l3/l3.store.js';
import type { MemoryEntry } from '../memory/memory-entry.js';
import type { MemoryStore } from '../memory/memory.store.js';
import { cacheAnswered, cacheInvalidated } from '../stats/answered.facts.js';
import { publishAnswer } from '../stats/publish-answer.js';
import type { CacheStatistics } from '../stats/cache-statistics.js';
import type { Computation, Plan } from './computation.js';
import type { Computer } from './computer.js';
import { isOutdatedFor, type Found } from './found.js';
import type { LiveAnswer } from './live-answer.js';
import type { Keeper } from './keeper.js';
import type { Reader } from './reader.js';

export interface EngineParts {
  readonly memory: MemoryStore;
  readonly l3: L3Store | undefined;
  readonly log: InvalidationLog;
  readonly keeper: Keeper;
  readonly reader: Reader;
  readonly computer: Computer;
  readonly freshness: FreshnessExecutor;
  readonly statistics: CacheStatistics;
  readonly clock: Clock;
  readonly defaultTtlMs: number;
  readonly maxTtlMs: number;
  readonly defaultFreshness: ModuleFreshness;
}

/** When a caller came. */
interface Moment {
  /** The newest invalidation that was known here. */
  readonly newest: number;
  /** Whether all that had been acknowledged was known here. */
  readonly trusted: boolean;
}

/** What a caller that reads along has joined or begun. */
export interface Embarked {
  /** Its end. A rejection that nobody listens to is none. */
  readonly arrived: Promise<Found>;
  readonly joined: boolean;
  /** What can be read along; undefined when it is none. */
  readonly running: LiveAnswer | undefined;
  /** Whether what was joined had been begun before an invalidation that this caller must see. */
  readonly isStale: (joined: Pick<Found, 'basis'>) => Promise<boolean>;
}

/** The tiers in their order: memory, a flight that is under way, Redis, the third tier, the factory. */
export class CacheEngine {
  private readonly flights = new SingleFlight<Found>();
  private readonly live = new WeakMap<Flight<Found>, LiveAnswer>();
  private loners = 0;
  private readonly reads = new SingleFlight<Found | Absent>();

  constructor(private readonly parts: EngineParts) {}

  /** The hot path: what memory holds, if this process knows by itself that it is current. */
  recall(place: Place): MemoryEntry | undefined {
    const { memory, log } = this.parts;
    const entry = memory.get(place);
    if (entry === undefined) return undefined;
    const { proof } = entry;
    if (!(proof.holds && log.isTrusted()) && !this.inGrace(entry)) return undefined;
    const { counters } = entry;
    counters.l1 += 1;
    counters.savedMs += entry.factoryMs;
    counters.savedMicroDollars += entry.costSaved;
    if (cacheAnswered.active) publishAnswer(entry.address, 'l1', 0, entry);
    return entry;
  }

  /**
   * The answer for what memory does not hold: of a flight, of Redis, of the third tier, of the factory.
   * @throws InvalidOptionError for a bad lifetime or bad tags, ValueNotCacheableError and StreamNotCacheableError for what
   * the factory made, FactoryTimeoutError, what the factory throws, and the signal's reason.
   */
  async obtain(request: CacheRequest, address: CacheAddress, computation: Computation): Promise<Found> {
    computation.signal?.throwIfAborted();
    const plan = this.plan(request, address, computation);
    const moment = this.moment(address);
    const first = this.board(plan);
    const found = await this.arrive(address, first);
    if (!first.joined || !(await this.isStale(address, moment, found.basis))) return found;
    // It was begun before an invalidation that was complete when this caller came. What is boarded now was begun after it.
    return this.arrive(address, this.board(plan));
  }

  /**
   * Joins or begins what is read along while it runs.
   * @param alone joins nobody, nor can it be joined
   * @throws InvalidOptionError for a bad lifetime or bad tags
   */
  embark(request: CacheRequest, address: CacheAddress, computation: Computation, alone: boolean): Embarked {
    const plan = this.plan(request, address, computation);
    const moment = this.moment(address);
    const boarding = this.board(plan, alone ? `\0${this.loners++}` : '');
    const { flight, joined } = boarding;
    if (!joined && computation.live) this.live.set(flight, computation.live);
    const arrived = this.arrive(address, boarding);
    // Who reads along is told by the stream.
    arrived.catch(() => undefined);
    return {
      arrived,
      joined,
      running: this.live.get(flight),
      isStale: ({ basis }) => this.isStale(address, moment, basis),
    };
  }

  /** What the tiers hold and is fresh, for what memory cannot answer at once. */
  async get(address: CacheAddress): Promise<Found | Absent> {
    const { statistics, clock } = this.parts;
    const startedMs = clock.monotonicMs();
    const found = await this.read(address);
    if (found === Absent || found.remainingMs <= 0) {
      statistics.of(address.namespace).misses += 1;
      publishAnswer(address, 'absent', clock.monotonicMs() - startedMs);
      return Absent;
    }
    this.countHit(address, found, clock.monotonicMs() - startedMs);
    return found;
  }

  /**
   * Resolves when no process serves an older one, and Redis has it or did not answer in time. What may not be stored takes
   * the older one away all the same.
   */
  async set(request: CacheRequest, address: CacheAddress, value: unknown): Promise<void> {
    const { keeper, computer, defaultFreshness, statistics } = this.parts;
    const ttlMs = this.ttlMs(request);
    const freshness = freshnessOf(request, defaultFreshness);
    const tags = checkTags(request.tags).map(tagName);
    const coded = computer.code(address.namespace, value);
    const { freshMs, keptMs } = lifetimesOf(value, ttlMs, freshness, Math.random());
    if (freshMs === 0 || !computer.admits(address.namespace, value)) {
      statistics.of(address.namespace).refusals += 1;
      await this.invalidate(address.tenant, [address.ownName]);
      return;
    }
    const undecidedMs = undecidedFromMs(freshMs, 0, freshness);
    const graceUntilMs = computer.graceFromNow();
    await keeper.replace(address, { coded, tags, freshMs, keptMs, undecidedMs, graceUntilMs });
  }

  /**
   * Resolves when no process serves what these names stand for, or says what was not reached.
   * @param records keys in the stores that go with these names
   */
  async invalidate(
    tenant: string | undefined,
    names: readonly Name[],
    records: readonly string[] = [],
  ): Promise<Reach> {
    const { log, l3 } = this.parts;
    for (const record of records) void l3?.delete(record);
    const startedMs = systemClock.monotonicMs();
    const { acknowledged } = await log.invalidate(tenant, names, records);
    const reach = await acknowledged;
    const ms = systemClock.monotonicMs() - startedMs;
    cacheInvalidated.publish(() => ({ names: names.length, ...reach, ms }));
    return reach;
  }

  private async load(plan: Plan, flight: Flight<Found>): Promise<Found> {
    const { address, freshness } = plan;
    const found = await this.read(address);
    const held = found === Absent ? undefined : found;
    flight.throwIfGivenUp();
    return this.parts.freshness.obtain<Found>({
      identity: address.identity,
      namespace: address.namespace,
      options: freshness,
      held: held && { result: held, remainingMs: held.remainingMs, factoryMs: held.factoryMs },
      // Asked for by computations only.
      get signal() {
        return flight.signal;
      },
      compute: (signal, why) => this.parts.computer.compute(plan, held, why, signal),
    });
  }

  private plan(request: CacheRequest, address: CacheAddress, computation: Computation): Plan {
    const tags = checkTags(request.tags);
    return {
      address,
      ttlMs: this.ttlMs(request),
      freshness: freshnessOf(request, this.parts.defaultFreshness),
      tags,
      names: tags.length === 0 ? address.names : [...address.names, ...tags.map(tagName)],
      computation,
    };
  }

  private board(plan: Plan, suffix = ''): Boarding<Found> {
    const { address, names, computation } = plan;
    const { signal, limit } = computation;
    const key = this.flightKey(address, names) + suffix;
    return this.flights.board(key, signal, (flight) => this.load(plan, flight), limit);
  }

  /** Looks into the tiers, once for all who ask. */
  private async read(address: CacheAddress): Promise<Found | Absent> {
    const moment = this.moment(address);
    const first = this.boardRead(address);
    const found = await first.result;
    if (!first.joined || found === Absent || !(await this.isStale(address, moment, found.basis)))
      return found;
    return this.boardRead(address).result; // as in `obtain`
  }

  private boardRead(address: CacheAddress): Boarding<Found | Absent> {
    return this.reads.board(this.flightKey(address, address.names), undefined, () =>
      this.parts.reader.find(address),
    );
  }

  private moment({ tenant }: CacheAddress): Moment {
    const { log } = this.parts;
    return { newest: log.scope(tenant).now, trusted: log.isTrusted() };
  }

  /** Whether what was joined at this moment was outdated already then. */
  private async isStale(address: CacheAddress, moment: Moment, basis: Found['basis']): Promise<boolean> {
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
    const { statistics, clock } = this.parts;
    const startedMs = clock.monotonicMs();
    if (joined) statistics.of(address.namespace).joined += 1;
    const found = await result;
    const waitedMs = clock.monotonicMs() - startedMs;
    if (found.from === 'computed' && !joined) {
      statistics.waited(address.namespace, 'miss', waitedMs);
      publishAnswer(address, 'computed', waitedMs);
      return found;
    }
    const arrived: Found = found.from === 'computed' ? { ...found, from: 'flight' } : found;
    this.countHit(address, arrived, waitedMs);
    return arrived;
  }

  private countHit(address: CacheAddress, found: Found, waitedMs: number): void {
    const { statistics } = this.parts;
    const { namespace } = address;
    const { from, factoryMs, costSaved } = found;
    const counters = statistics.of(namespace);
    if (from !== 'computed') counters[from] += 1;
    counters.savedMs += factoryMs;
    counters.savedMicroDollars += costSaved;
    statistics.waited(namespace, 'hit', waitedMs);
    publishAnswer(address, from, waitedMs, found);
  }

  /** Nobody can be asked, but this process has computed the entry itself, not long ago. */
  private inGrace({ proof }: MemoryEntry): boolean {
    const { log } = this.parts;
    if (log.isTrusted() || log.isReachable() || !proof.undisputed) return false;
    return systemClock.monotonicMs() < proof.graceUntilMs;
  }

  private ttlMs(request: CacheRequest): number {
    if (request.ttl === undefined) return this.parts.defaultTtlMs;
    return parseDuration(request.ttl, 'ttl', { minMs: 1, maxMs: this.parts.maxTtlMs });
  }
}
