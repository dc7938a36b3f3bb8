import { InvalidOptionError, systemClock, type Clock } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import { checkTags } from '../entry/tags.policy.js';
import type { Computed, FleetFlight } from '../flight/fleet-flight.js';
import { lifetimesOf, undecidedFromMs } from '../freshness/freshness.policy.js';
import type { WhyCompute } from '../freshness/freshness.executor.js';
import type { Gatekeeper } from '../filter/gatekeeper.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import { tagName } from '../invalidation/names.policy.js';
import { sealIfJson } from '../json/sealed-value.js';
import { codeValue, plainOf, type CodedValue } from '../record/coded-value.js';
import type { RedisStore } from '../redis/redis.store.js';
import type { CacheStatistics, NamespaceCounters } from '../stats/cache-statistics.js';
import type { Plan } from './computation.js';
import type { Found } from './found.js';
import type { LiveAnswer } from './live-answer.js';
import type { LiveFleet } from './live-fleet.js';
import type { Keeper } from './keeper.js';
import type { Reader } from './reader.js';
import { assertNoStream } from './stream-not-cacheable.error.js';

export interface ComputerParts {
  readonly redis: RedisStore | undefined;
  /** One computation in all processes; undefined without Redis. */
  readonly fleet: FleetFlight | undefined;
  /** Running answers of all processes; undefined without Redis. */
  readonly liveFleet: LiveFleet | undefined;
  readonly log: InvalidationLog;
  readonly keeper: Keeper;
  readonly reader: Reader;
  readonly gatekeeper: Gatekeeper;
  readonly statistics: CacheStatistics;
  readonly clock: Clock;
  /** How long what this process computed may be served while it cannot hear of invalidations. */
  readonly graceMs: number;
}

/** Computes answers, each once for all processes, and has them kept. */
export class Computer {
  constructor(private readonly parts: ComputerParts) {}

  /**
   * @param held what the caller has already, which is no answer to this
   * @throws what the factory throws, ValueNotCacheableError, StreamNotCacheableError, the signal's reason.
   */
  async compute(plan: Plan, held: Found | undefined, why: WhyCompute, signal: AbortSignal): Promise<Found> {
    const { redis, fleet, liveFleet, reader } = this.parts;
    const { address, names, ttlMs, computation } = plan;
    const { live } = computation;
    // A Redis that did not answer a moment ago is not asked for a lock as well.
    if (fleet === undefined || redis === undefined || !redis.answers) {
      return (await this.run(plan, why, signal, undefined)).result;
    }
    return fleet.fly<Found>({
      entry: redis.placeOf(address).key,
      signal,
      look: async () => {
        const found = await reader.look(address);
        return found !== Absent && isNewer(found, held) ? found : Absent;
      },
      compute: (leading, token) => this.run(plan, why, leading, token),
      follow:
        live &&
        liveFleet &&
        ((token, firstWithinMs) =>
          liveFleet.follow({ address, names, live, ttlMs }, token, firstWithinMs, signal)),
    });
  }

  /** The whole answer of a value that is stored without a computation. */
  code(namespace: string, value: unknown): CodedValue {
    try {
      return codeValue(value);
    } catch (error) {
      this.parts.statistics.of(namespace).refusals += 1;
      throw error;
    }
  }

  /** Whether the filter lets this value be stored. */
  admits(namespace: string, value: unknown, texts?: readonly string[]): boolean {
    return this.parts.gatekeeper.admits(namespace, value, texts);
  }

  graceFromNow(): number {
    return systemClock.monotonicMs() + this.parts.graceMs;
  }

  private mayBeStored({ address, computation }: Plan, value: unknown): boolean {
    if (computation.store && !computation.store(value)) return false;
    return this.admits(address.namespace, value, computation.texts?.(value));
  }

  private async run(
    plan: Plan,
    why: WhyCompute,
    signal: AbortSignal,
    token: string | undefined,
  ): Promise<Computed<Found>> {
    const { address, ttlMs, freshness, tags, computation } = plan;
    const { log, statistics, keeper, clock, redis, liveFleet } = this.parts;
    const { live } = computation;
    const counters = statistics.of(address.namespace);
    const graceUntilMs = this.graceFromNow();
    // Before the factory reads anything: what is invalidated from here on is not kept.
    const mayAsk = redis === undefined || redis.answers || log.isTrusted();
    const stamp = mayAsk ? await log.capture(address.tenant) : undefined;
    signal.throwIfAborted();
    count(counters, why);
    live?.begin(
      stamp && { scope: log.scope(address.tenant), names: plan.names, n: stamp.n },
      stamp && token !== undefined ? liveFleet?.write(address, token, stamp) : undefined,
    );
    const startedMs = clock.monotonicMs();
    const value = await computation.factory(signal);
    const savedMs = clock.monotonicMs() - startedMs;
    assertNoStream(value);
    const names = checkTags([...tags, ...(computation.tags?.(value) ?? [])]).map(tagName);
    const basis = stamp && {
      scope: log.scope(address.tenant),
      names: [...address.names, ...names],
      n: stamp.n,
    };
    const cost = costOf(computation.cost?.(value));
    const found = {
      from: 'computed',
      ageMs: 0,
      remainingMs: ttlMs,
      factoryMs: savedMs,
      costSaved: cost ?? 0,
      basis,
    } as const;
    const { freshMs, keptMs } = lifetimesOf(value, ttlMs, freshness, Math.random());
    const lost = live !== undefined && value === undefined;
    if (freshMs === 0 || lost || !this.mayBeStored(plan, value)) {
      counters.refusals += 1;
      return { result: { ...found, value: sealIfJson(value) }, stored: told(Promise.resolve(false), live) };
    }
    const coded = this.code(address.namespace, value);
    const undecidedMs = undecidedFromMs(freshMs, savedMs, freshness);
    const answer = {
      coded,
      tags: names,
      freshMs,
      keptMs,
      undecidedMs,
      savedMs,
      costSaved: cost,
      stamp,
      graceUntilMs,
    };
    // Redis is written after the answer: no caller waits for this promise, and it never rejects.
    const stored = signal.aborted ? Promise.resolve(false) : keeper.keep(address, answer);
    return { result: { ...found, value: plainOf(coded) }, stored: told(stored, live) };
  }
}

/** Whoever reads along is told the end before the lock is free, or it would look for another process to produce it. */
async function told(stored: Promise<unknown>, live: LiveAnswer | undefined): Promise<unknown> {
  await live?.told;
  return stored;
}

/** An answer that somebody else has stored meanwhile. */
function isNewer(found: Found, held: Found | undefined): boolean {
  if (found.remainingMs <= 0) return false;
  return held === undefined || held.remainingMs <= 0 || found.ageMs < held.ageMs;
}

function count(counters: NamespaceCounters, why: WhyCompute): void {
  if (why === 'missing') counters.misses += 1;
  else counters.refreshes += 1;
}

function costOf(cost: number | undefined): number | undefined {
  if (cost === undefined || (cost >= 0 && cost <= Number.MAX_SAFE_INTEGER)) return cost;
  throw new InvalidOptionError({ field: 'cost', accepted: 'micro-dollars from 0 on', received: cost });
}
