import { generateCorrelationId } from '@hydrogenai/common';
import type { RedisLike } from '@hydrogenai/common/redis';
import { Proof } from '../invalidation/proof.js';
import { Scope } from '../invalidation/scope.js';
import { CacheAddress } from '../entry/cache-address.js';
import type { MemoryStore } from '../memory/memory.store.js';
import { codeValue } from '../record/coded-value.js';
import { answeredWithin } from '../guard/deadline.js';
import { CacheStatistics } from '../stats/cache-statistics.js';

/** What a probe leaves behind when it is cut off goes by itself, after this many ms. */
const PROBE_LIFETIME_MS = 10_000;

/** Stores, reads and deletes in memory. */
export function probeMemory(memory: MemoryStore): 'up' | 'down' {
  const key = generateCorrelationId();
  const everybody = { tenant: undefined, audience: undefined };
  const address = new CacheAddress({ ...everybody, namespace: 'probe', key, structured: false });
  const counters = new CacheStatistics().of('probe');
  const proof = new Proof(new Scope('probe'), [], undefined, 0);
  memory.put(address, { coded: codeValue(key), counters, proof, remainingMs: PROBE_LIFETIME_MS });
  const held = memory.get(address)?.value === key;
  memory.delete(address);
  return held && memory.get(address) === undefined ? 'up' : 'down';
}

/**
 * Stores, reads and deletes in Redis, all within the deadline. It asks the server itself, past the circuit breaker, and
 * changes nothing there: a probe tells how things are, requests decide what follows.
 */
export async function probeRedis(
  client: RedisLike,
  prefix: string,
  deadlineMs: number,
): Promise<'up' | 'down'> {
  if (client.status !== 'ready') return 'down';
  const id = generateCorrelationId();
  const key = `${prefix}:probe:${id}`;
  const roundTrip = async (): Promise<boolean> => {
    await client.set(key, id, 'PX', PROBE_LIFETIME_MS);
    const held = await client.get(key);
    return (await client.del(key)) === 1 && held === id;
  };
  try {
    return (await answeredWithin(roundTrip(), deadlineMs)) ? 'up' : 'down';
  } catch {
    return 'down'; // why is published with the connection's own facts
  }
}
