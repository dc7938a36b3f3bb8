import { Absent } from '../entry/absent.js';
import type { CacheAddress } from '../entry/cache-address.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import { Proof } from '../invalidation/proof.js';
import type { MemoryEntry } from '../memory/memory-entry.js';
import type { MemoryStore } from '../memory/memory.store.js';
import type { RedisStore } from '../redis/redis.store.js';
import type { CacheStatistics } from '../stats/cache-statistics.js';
import type { Found } from './found.js';

export interface ReaderParts {
  readonly memory: MemoryStore;
  readonly redis: RedisStore | undefined;
  readonly log: InvalidationLog;
  readonly statistics: CacheStatistics;
}

/** Finds what the tiers hold and may not be served without a look at the invalidation log. */
export class Reader {
  constructor(private readonly parts: ReaderParts) {}

  /** @param mayStore whether memory may keep what Redis holds */
  async find(address: CacheAddress, mayStore: () => boolean): Promise<Found | Absent> {
    const entry = this.parts.memory.get(address);
    const remembered = entry === undefined ? Absent : await this.verify(entry);
    // Who waited for Redis in vain does not wait again.
    if (remembered === 'unknown') return Absent;
    return remembered === Absent ? this.refill(address, mayStore) : remembered;
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
        return { value, from: 'l1', ageMs: memory.ageMs(entry), basis };
      }
    }
    if (memory.get(address) === entry) memory.delete(address);
    return Absent;
  }

  /** Reads Redis, and keeps what it holds in memory for the time that remains. */
  private async refill(address: CacheAddress, mayStore: () => boolean): Promise<Found | Absent> {
    const { memory, redis, log, statistics } = this.parts;
    const answer = redis === undefined ? Absent : await redis.read(address);
    if (answer === Absent) return Absent;
    const names = [...address.names, ...answer.tags];
    const verdict = await log.verify(address.tenant, answer.stamp, names);
    if (verdict.kind !== 'current') return Absent;
    const { sealed, ageMs, remainingMs } = answer;
    const { stamp } = verdict;
    const scope = log.scope(address.tenant);
    if (mayStore() && !scope.outdates(stamp, names)) {
      const proof = new Proof(scope, names, stamp, 0);
      const counters = statistics.of(address.namespace);
      memory.put(address, { sealed, counters, proof, ageMs, remainingMs });
    }
    return { value: sealed.value, from: 'l2', ageMs, basis: { scope, names, n: stamp.n } };
  }
}
