import type { Clock } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import type { CacheAddress } from '../entry/cache-address.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import { Proof } from '../invalidation/proof.js';
import type { L3Store } from '../l3/l3.store.js';
import type { MemoryEntry } from '../memory/memory-entry.js';
import type { MemoryStore } from '../memory/memory.store.js';
import { plainOf } from '../record/coded-value.js';
import { storedAnswer, type StoredAnswer } from '../record/stored-answer.js';
import type { RedisStore } from '../redis/redis.store.js';
import type { CacheStatistics } from '../stats/cache-statistics.js';
import type { Found } from './found.js';

export interface ReaderParts {
  readonly memory: MemoryStore;
  readonly redis: RedisStore | undefined;
  readonly l3: L3Store | undefined;
  readonly log: InvalidationLog;
  readonly statistics: CacheStatistics;
  readonly clock: Clock;
}

/** What a tier outside of this process holds; with its bytes where Redis should have it as well. */
interface Stored {
  readonly answer: StoredAnswer;
  readonly from: 'l2' | 'l3';
  readonly bytes?: Buffer;
}

/** Finds what the tiers hold, fresh or stale, and current by the invalidation log. */
export class Reader {
  constructor(private readonly parts: ReaderParts) {}

  /** What a tier holds; memory keeps what it has not. */
  async find(address: CacheAddress): Promise<Found | Absent> {
    const entry = this.parts.memory.find(address);
    const remembered = entry === undefined ? Absent : await this.verify(entry);
    // Who waited for Redis in vain does not wait again.
    if (remembered === 'unknown') {
      this.parts.redis?.doubt();
      return Absent;
    }
    return remembered === Absent ? this.refill(address) : remembered;
  }

  /** What others have stored in Redis since it was looked at a moment ago. */
  async look(address: CacheAddress): Promise<Found | Absent> {
    const { redis } = this.parts;
    const answer = redis === undefined ? Absent : await redis.read(address, true);
    return answer === Absent ? Absent : this.take(address, { answer, from: 'l2' });
  }

  /** Reads Redis, then the third tier, and keeps what one holds in those before it, for the time that remains. */
  private async refill(address: CacheAddress): Promise<Found | Absent> {
    const { redis } = this.parts;
    const stored = redis && (await this.readStores(address, redis));
    return stored === undefined ? Absent : this.take(address, stored);
  }

  private async take(address: CacheAddress, { answer, from, bytes }: Stored): Promise<Found | Absent> {
    const { memory, redis, log, statistics } = this.parts;
    const { tenant, namespace } = address;
    const names = [...address.names, ...answer.tags];
    const verdict = await log.verify(tenant, answer.stamp, names);
    if (verdict.kind !== 'current') return Absent;
    const { coded, ageMs, remainingMs, keptMs, savedMs, costSaved } = answer;
    const { stamp } = verdict;
    const scope = log.scope(tenant);
    if (!scope.outdates(stamp, names)) {
      const proof = new Proof(scope, names, stamp, 0);
      const counters = statistics.of(namespace);
      // Whoever asked for it decides on an early refresh with the next computation.
      memory.put(address, { coded, counters, proof, ageMs, remainingMs, keptMs, savedMs, costSaved });
      if (redis !== undefined && bytes !== undefined) {
        const { key } = redis.placeOf(address);
        const record = { key, bytes, stamp: answer.stamp, names, lifetimeMs: keptMs };
        void redis.admit(coded, () => redis.store(address, record));
      }
    }
    const basis = { scope, names, n: stamp.n };
    return { value: plainOf(coded), from, ageMs, remainingMs, factoryMs: savedMs, costSaved, basis };
  }

  private async readStores(address: CacheAddress, redis: RedisStore): Promise<Stored | undefined> {
    const { l3, clock } = this.parts;
    const answer = await redis.read(address);
    if (answer !== Absent) return { answer, from: 'l2' };
    // Without Redis nobody can tell whether what the third tier holds is current.
    if (l3 === undefined || !redis.answers) return undefined;
    const found = await l3.read(redis.placeOf(address));
    if (found === Absent) return undefined;
    return { answer: storedAnswer(found.header, found.body, clock.now()), from: 'l3', bytes: found.bytes };
  }

  /** An entry in memory of which this process cannot tell whether it is current. */
  private async verify(entry: MemoryEntry): Promise<Found | Absent | 'unknown'> {
    const { memory, log } = this.parts;
    const { address, proof, value } = entry;
    const { stamp } = proof;
    const verdict = stamp && (await log.verify(address.tenant, stamp, proof.names));
    if (verdict?.kind === 'unknown') return 'unknown'; // it may turn out to be current later
    if (verdict?.kind === 'current') {
      proof.renew(verdict.stamp);
      if (proof.undisputed) {
        const basis = { scope: log.scope(address.tenant), names: proof.names, n: verdict.stamp.n };
        const remainingMs = memory.remainingMs(entry);
        const { factoryMs, costSaved } = entry;
        return { value, from: 'l1', ageMs: memory.ageMs(entry), remainingMs, factoryMs, costSaved, basis };
      }
    }
    if (memory.find(address) === entry) memory.delete(address);
    return Absent;
  }
}
