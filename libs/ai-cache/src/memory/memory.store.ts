import type { Clock } from '@hydrogenai/common';
import { LRUCache } from 'lru-cache';
import type { CacheAddress } from '../entry/cache-address.js';
import type { Place } from '../entry/cache-key.policy.js';
import type { Proof } from '../invalidation/proof.js';
import type { SealedValue } from '../json/sealed-value.js';
import type { NamespaceCounters } from '../stats/cache-statistics.js';
import { entryBytes, type MemoryEntry } from './memory-entry.js';
import { MemoryIndex } from './memory-index.js';

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
  /** Released when the entry goes, or is not kept. */
  readonly proof: Proof;
  /** How old the answer is already, in ms. Default: 0. */
  readonly ageMs?: number;
  /** How long it may still be served, in ms. */
  readonly remainingMs: number;
}

/** One answer may fill a quarter of the memory: one giant must not push everything else out. */
const LARGEST_SHARE = 4;

/** The first tier: least recently used goes first, bounded by bytes. Lifetimes follow our clock. */
export class MemoryStore {
  private readonly index = new MemoryIndex();
  private readonly order: LRUCache<MemoryEntry, true>;
  private evictions = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly clock: Clock,
  ) {
    this.order = new LRUCache<MemoryEntry, true>({
      maxSize: maxBytes,
      sizeCalculation: (_, entry) => entry.bytes,
      dispose: (_, entry, reason) => {
        this.index.remove(entry);
        entry.proof.release();
        if (reason === 'evict') this.evictions += 1;
      },
    });
  }

  get(place: Place): MemoryEntry | undefined {
    const entry = this.index.find(place);
    if (entry === undefined) return undefined;
    if (this.clock.monotonicMs() >= entry.expiresMs) {
      this.order.delete(entry);
      return undefined;
    }
    this.order.get(entry); // used just now
    return entry;
  }

  /** Keeps a value in place of an older one. One that is larger than a quarter of the memory is not kept. */
  put(address: CacheAddress, { sealed, counters, proof, ageMs = 0, remainingMs }: NewEntry): void {
    this.delete(address);
    const bytes = entryBytes(address, sealed.text);
    if (bytes > this.maxBytes / LARGEST_SHARE) {
      proof.release();
      return;
    }
    const nowMs = this.clock.monotonicMs();
    const entry: MemoryEntry = {
      address,
      value: sealed.value,
      promise: Object.freeze(Promise.resolve(sealed.value)),
      bytes,
      bornMs: nowMs - ageMs,
      expiresMs: nowMs + remainingMs,
      counters,
      proof,
    };
    this.order.set(entry, true);
    this.index.add(entry);
  }

  delete(place: Place): void {
    const entry = this.index.find(place);
    if (entry) this.order.delete(entry);
  }

  ageMs(entry: MemoryEntry): number {
    return Math.floor(this.clock.monotonicMs() - entry.bornMs);
  }

  usage(): MemoryUsage {
    return {
      entries: this.order.size,
      bytes: this.order.calculatedSize,
      maxBytes: this.maxBytes,
      evictions: this.evictions,
    };
  }
}
