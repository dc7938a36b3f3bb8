import type { CacheAddress } from '../entry/cache-address.js';
import type { NamespaceCounters } from '../stats/cache-statistics.js';

/** One answer in memory. */
export interface MemoryEntry {
  readonly address: CacheAddress;
  /** Frozen to its leaves. */
  readonly value: unknown;
  /** The value as a promise that has settled long ago, so that a hit need not make one. Frozen as well. */
  readonly promise: Promise<unknown>;
  /** What it counts for in `l1.maxBytes`. */
  readonly bytes: number;
  /** On the monotonic clock, so that a jump of the wall clock changes no age and no lifetime. */
  readonly bornMs: number;
  readonly expiresMs: number;
  /** Counters of its namespace: a hit finds them without a lookup. */
  readonly counters: NamespaceCounters;
}

/** Entry, address, promise, map slot and list links, rounded up: what V8 needs for an entry beside key and value. */
const ENTRY_OVERHEAD_BYTES = 512;

/**
 * Bytes of an entry: its JSON text in UTF-8, its key (which is held twice, once as part of its identity) and a constant.
 * The heap holds more for values with many small parts, less for long texts.
 */
export function entryBytes({ identity }: CacheAddress, text: string): number {
  return Buffer.byteLength(text) + identity.length * 2 + ENTRY_OVERHEAD_BYTES;
}
