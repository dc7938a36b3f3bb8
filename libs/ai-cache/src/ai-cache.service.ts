import { parseDuration, systemClock, type Duration } from '@hydrogenai/common';
import type { CacheHit } from '@hydrogenai/common/models';
import { Inject, Injectable } from '@nestjs/common';
import { CACHE_TIERS } from './ai-cache.tokens.js';
import type { Computation } from './engine/computation.js';
import type { Found } from './engine/found.js';
import type { CacheTiers } from './engine/cache-tiers.js';
import { encodeChunk } from './engine/encode-chunk.js';
import { replay } from './engine/streamer.js';
import { probeMemory, probeRedis } from './engine/tier-probe.js';
import { Absent } from './entry/absent.js';
import type { Place } from './entry/cache-key.policy.js';
import type {
  AnswerFactory,
  CacheRequest,
  ComputeOptions,
  StreamFactory,
  StreamOptions,
} from './entry/cache-request.js';
import type { ResolvedAnswer, StreamedAnswer } from './entry/resolved-answer.js';
import { checkTarget, type InvalidationTarget } from './entry/invalidation-target.js';
import { TIER_OFF } from './guard/tier-usage.js';
import type { Reach } from './invalidation/invalidation-log.js';
import { EVERYTHING, namespaceName, tagName } from './invalidation/names.policy.js';
import type { MemoryEntry } from './memory/memory-entry.js';
import type { CacheHealth, CacheStats } from './stats/cache-stats.js';
import { L3_OFF } from './l3/l3-usage.js';
import { handOut } from './record/coded-value.js';
import { ResultCache } from './results/result.cache.js';
import { fromJson } from './rich/rich-value.codec.js';
import { SchemaCache } from './schemas/schema.cache.js';

export interface AnswerOptions<T> extends ComputeOptions<T> {
  /** Whether to keep what was generated. Default: always. */
  readonly store?: ((value: T) => boolean) | undefined;
  /** What the answer says, for the `filter` of the module, where its texts do not stand in it as they are. Default: nothing more. */
  readonly texts?: ((value: T) => readonly string[]) | undefined;
  /** Neither reads nor writes the cache, nor waits for others. Default: false. */
  readonly bypass?: boolean | undefined;
}

/**
 * Answers from memory, from Redis, from a computation that is already running, or from the factory, in this order.
 * Values are JSON values; what comes back is frozen. Trouble with Redis costs hits and never a request.
 */
@Injectable()
export class AiCacheService {
  constructor(@Inject(CACHE_TIERS) private readonly tiers: CacheTiers) {}

  /**
   * The stored answer, or the factory's.
   * @throws InvalidOptionError, NotCanonicalError for a request that cannot be a key; ValueNotCacheableError,
   * StreamNotCacheableError for a result that cannot be stored; what the factory throws; the signal's reason.
   */
  getOrCompute<T>(request: CacheRequest, factory: AnswerFactory<T>, options?: ComputeOptions<T>): Promise<T> {
    try {
      const place = this.tiers.place(request);
      if (options?.signal?.aborted !== true) {
        const entry = this.tiers.engine.recall(place);
        // What is in this place was made by a factory of this request.
        if (entry !== undefined)
          return (entry.promise ?? Promise.resolve(handOut(entry.value))) as Promise<T>;
      }
      return this.through(request, place, this.computationOf(factory, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Like `getOrCompute`, and says where the answer came from. */
  async resolve<T>(
    request: CacheRequest,
    factory: AnswerFactory<T>,
    options?: ComputeOptions<T>,
  ): Promise<ResolvedAnswer<T>> {
    return this.answer(request, factory, options);
  }

  /** The whole ladder for an answer: what is stored, or generate and store. */
  async answer<T>(
    request: CacheRequest,
    generate: AnswerFactory<T>,
    options: AnswerOptions<T> = {},
  ): Promise<ResolvedAnswer<T>> {
    const { signal, bypass = false } = options;
    const place = this.tiers.place(request);
    signal?.throwIfAborted();
    const entry = bypass ? undefined : this.tiers.engine.recall(place);
    if (entry !== undefined) {
      const { entryId } = entry.address;
      // What is in this place was made by a factory of this request.
      return { value: handOut(entry.value) as T, hit: this.memoryHit(entry), entryId };
    }
    const address = this.tiers.address(place);
    const { entryId } = address;
    if (bypass) {
      const value = await generate(signal ?? new AbortController().signal);
      return { value, hit: undefined, entryId };
    }
    const found = await this.tiers.engine.obtain(request, address, this.computationOf(generate, options));
    // What is in this place was made by a factory of this request.
    return { value: handOut(found.value) as T, hit: hitOf(found, entryId), entryId };
  }

  /**
   * A stream that all who ask for it at the same time share: it is opened once, in this process and, with Redis, in all;
   * each reader gets all chunks, those that have come at once and the others live. When it is complete it is kept and
   * replayed. Chunks are values that `results` could keep as well, and each reader has its own copies; only who opened it
   * gets what the source gives. Resolves with the first chunk. A request names a stream or a value, not both.
   * @throws InvalidOptionError, NotCanonicalError; what the source throws before its first chunk; WaitTimeoutError; the
   * signal's reason. Reading throws these, and StreamInterruptedError when it is cut off.
   */
  async stream<T>(
    request: CacheRequest,
    open: StreamFactory<T>,
    { signal, deadline, store, texts, onUnfit }: StreamOptions<T> = {},
  ): Promise<StreamedAnswer<T>> {
    const { engine, streamer } = this.tiers;
    const place = this.tiers.place(request);
    const deadlineMs = msOf(deadline);
    signal?.throwIfAborted();
    const entry = engine.recall(place);
    if (entry !== undefined) {
      const { entryId } = entry.address;
      // What is in this place was made of chunks of this request, here and below.
      const chunks = replay(entry.value, signal) as AsyncIterableIterator<T, undefined>;
      return { chunks, hit: this.memoryHit(entry), entryId };
    }
    const address = this.tiers.address(place);
    const { entryId } = address;
    const streamed = await streamer.open(request, address, {
      source: { open, encode: (chunk) => encodeChunk(chunk, onUnfit) },
      store: store && ((chunks) => store(fromJson(chunks) as readonly T[])),
      texts,
      signal,
      deadlineMs,
    });
    const chunks = streamed.chunks as AsyncIterableIterator<T, undefined>;
    return { chunks, hit: hitOf(streamed, entryId), entryId };
  }

  /** The stored answer, or `Absent`. */
  async get<T>(request: CacheRequest): Promise<T | Absent> {
    const place = this.tiers.place(request);
    const found = this.tiers.engine.recall(place) ?? (await this.tiers.engine.get(this.tiers.address(place)));
    // What is in this place was stored under this request.
    return found === Absent ? Absent : (handOut(found.value) as T);
  }

  /** Like `get`, and says where the answer was found. */
  async lookup<T>(request: CacheRequest): Promise<ResolvedAnswer<T> | Absent> {
    const place = this.tiers.place(request);
    const entry = this.tiers.engine.recall(place);
    if (entry !== undefined) {
      // What is in this place was stored under this request.
      return { value: handOut(entry.value) as T, hit: this.memoryHit(entry), entryId: entry.address.entryId };
    }
    const address = this.tiers.address(place);
    const found = await this.tiers.engine.get(address);
    if (found === Absent) return Absent;
    const { entryId } = address;
    // As above.
    return { value: handOut(found.value) as T, hit: hitOf(found, entryId), entryId };
  }

  /**
   * Stores an answer for the tenant and the roles of the running request in place of an older one. Resolves when no process serves the older one any more, and Redis has this
   * one or did not take it in time.
   * @throws ValueNotCacheableError when it is no JSON value
   */
  async set(request: CacheRequest, value: unknown): Promise<void> {
    await this.tiers.engine.set(request, this.tiers.address(this.tiers.place(request)), value);
  }

  /**
   * Deletes an answer, in every process and for all roles. What is being computed for it now is not stored. Resolves with false when Redis
   * could not be reached: then its copy may come back, in other processes, until this one can tell them.
   */
  async delete(request: CacheRequest): Promise<boolean> {
    const { reached } = await this.invalidate({ keys: [request] });
    return reached === 'everyone';
  }

  /**
   * Invalidates answers of the running request's tenant, for all roles: those with one of these tags, of these keys or of
   * this namespace.
   * When it resolves with `everyone`, no process serves one of them any more, nor will what was being computed meanwhile be
   * served to who asks from now on. It takes one exchange of messages, and as long as a lease (see `lease`) when a process
   * does not answer.
   * @throws InvalidOptionError for a target that names nothing, or more than 1,000 things
   */
  async invalidate(target: InvalidationTarget): Promise<Reach> {
    const { namespaces, tags, keys, everything } = checkTarget(target);
    const addresses = keys.map((request) => this.tiers.address(this.tiers.place(request)));
    const names = [
      ...(everything ? [EVERYTHING] : []),
      ...namespaces.map(namespaceName),
      ...tags.map(tagName),
      ...addresses.map(({ keyName }) => keyName),
    ];
    const records = addresses.map((address) => address.redisKey(this.tiers.options.prefix));
    return this.tiers.engine.invalidate(this.tiers.options.visibility.tenant(), names, records);
  }

  stats(): CacheStats {
    const { memory, redis, l3: third, log, statistics } = this.tiers;
    const total = statistics.total();
    const { l1, l2, l3, flight, misses, refreshes, joined, stores, refusals, outdated } = total;
    return {
      hits: { l1, l2, l3, flight },
      misses,
      refreshes,
      flightsJoined: joined,
      stores,
      refusals,
      outdated,
      saved: { ms: Math.round(total.savedMs), microDollars: total.savedMicroDollars },
      namespaces: statistics.byNamespace(),
      l1: memory.usage(),
      l2: redis?.usage() ?? TIER_OFF,
      l3: third?.usage() ?? L3_OFF,
      invalidation: log.usage(),
    };
  }

  /** Stores, reads and deletes on every tier, within `deadlineMs`. It never throws. */
  async checkHealth(deadlineMs: number): Promise<CacheHealth> {
    const { memory, connection, options } = this.tiers;
    const startedMs = systemClock.monotonicMs();
    const l1 = probeMemory(memory);
    const l2 = connection ? await probeRedis(connection.client, options.prefix, deadlineMs) : 'off';
    return { l1, l2, ms: systemClock.monotonicMs() - startedMs };
  }

  private async through<T>(request: CacheRequest, place: Place, computation: Computation): Promise<T> {
    const { value } = await this.tiers.engine.obtain(request, this.tiers.address(place), computation);
    // What is in this place was made by a factory of this request.
    return handOut(value) as T;
  }

  private computationOf<T>(
    factory: AnswerFactory<T>,
    { signal, deadline, store, texts, tags, cost }: Omit<AnswerOptions<T>, 'bypass'> = {},
  ): Computation {
    const ms = msOf(deadline);
    // The engine asks all of them about what this factory made.
    return {
      factory,
      signal,
      limit: ms === undefined ? undefined : { ms, clock: this.tiers.options.clock },
      store: store as Computation['store'],
      texts: texts as Computation['texts'],
      tags: tags as Computation['tags'],
      cost: cost as Computation['cost'],
    };
  }

  private memoryHit(entry: MemoryEntry): CacheHit {
    const { entryId } = entry.address;
    return { kind: 'exact', tier: 'l1', ageMs: this.tiers.memory.ageMs(entry), entryId };
  }

  private resultCache: ResultCache | undefined;
  private schemaCache: SchemaCache | undefined;

  /** Results of queries. */
  get results(): ResultCache {
    this.resultCache ??= new ResultCache(this);
    return this.resultCache;
  }

  /** Schemas of the sources of `results`. */
  get schemas(): SchemaCache {
    this.schemaCache ??= new SchemaCache(this, this.results, this.tiers.options.maxTtlMs);
    return this.schemaCache;
  }
}

function msOf(deadline: Duration | undefined): number | undefined {
  return deadline === undefined ? undefined : parseDuration(deadline, 'deadline', { minMs: 1 });
}

function hitOf({ from, ageMs }: Pick<Found, 'from' | 'ageMs'>, entryId: string): CacheHit | undefined {
  return from === 'computed' ? undefined : { kind: 'exact', tier: from, ageMs, entryId };
}
