import type { NamespaceCounters } from '../stats/cache-statistics.js';

/** One answer in memory. */
export interface MemoryEntry {
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

/** Map slot, list links, entry object, promise: what V8 needs for an entry beside key and value, rounded up. */
const ENTRY_OVERHEAD_BYTES = 256;

/**
 * Bytes of an entry: its JSON text in UTF-8, its key in memory and a constant. A parsed object takes two to three times
 * its text in the heap, strings about as much as their text.
 */
export function entryBytes(key: string, text: string): number {
  return Buffer.byteLength(text) + key.length * 2 + ENTRY_OVERHEAD_BYTES;
}
