import type { Clock } from '@hydrogenai/common';
import { LRUCache } from 'lru-cache';
import { entryBytes, type MemoryEntry } from './memory-entry.js';
import type { SealedValue } from '../json/sealed-value.js';
import type { NamespaceCounters } from '../stats/cache-statistics.js';

export interface MemoryUsage {
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Entries that had to go for others, before their time. */
  readonly evictions: number;
}

export interface NewEntry {
  readonly sealed: SealedValue;
  readonly counters: NamespaceCounters;
  /** How old the answer is already, in ms. Default: 0. */
  readonly ageMs?: number;
  /** How long it may still be served, in ms. */
  readonly remainingMs: number;
}

/** One answer may fill a quarter of the memory: one giant must not push everything else out. */
const LARGEST_SHARE = 4;

/** The first tier: least recently used goes first, bounded by bytes. Lifetimes follow our clock. */
export class MemoryStore {
  private readonly entries: LRUCache<string, MemoryEntry>;
  private evictions = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly clock: Clock,
  ) {
    this.entries = new LRUCache<string, MemoryEntry>({
      maxSize: maxBytes,
      maxEntrySize: Math.max(1, Math.floor(maxBytes / LARGEST_SHARE)),
      sizeCalculation: (entry) => entry.bytes,
      dispose: (_entry, _key, reason) => {
        if (reason === 'evict') this.evictions += 1;
      },
    });
  }

  get(key: string): MemoryEntry | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || this.clock.monotonicMs() < entry.expiresMs) return entry;
    this.entries.delete(key);
    return undefined;
  }

  /** Keeps a value, unless it is larger than a quarter of the memory; then an older one of this key goes as well. */
  put(key: string, { sealed, counters, ageMs = 0, remainingMs }: NewEntry): void {
    const nowMs = this.clock.monotonicMs();
    this.entries.set(key, {
      value: sealed.value,
      promise: Object.freeze(Promise.resolve(sealed.value)),
      bytes: entryBytes(key, sealed.text),
      bornMs: nowMs - ageMs,
      expiresMs: nowMs + remainingMs,
      counters,
    });
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  ageMs(entry: MemoryEntry): number {
    return Math.floor(this.clock.monotonicMs() - entry.bornMs);
  }

  usage(): MemoryUsage {
    return {
      entries: this.entries.size,
      bytes: this.entries.calculatedSize,
      maxBytes: this.maxBytes,
      evictions: this.evictions,
    };
  }
}
