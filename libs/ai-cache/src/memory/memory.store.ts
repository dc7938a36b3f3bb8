import type { Clock } from '@hydrogenai/common';
import type { CacheAddress } from '../entry/cache-address.js';
import type { Place } from '../entry/cache-key.policy.js';
import type { Proof } from '../invalidation/proof.js';
import { isShared, plainOf, type CodedValue } from '../record/coded-value.js';
import type { NamespaceCounters } from '../stats/cache-statistics.js';
import { entryBytes, type MemoryEntry } from './memory-entry.js';
import { weightOf, type Savings } from './entry-weight.policy.js';
import { hashOf } from './frequency-sketch.js';
import { MemoryIndex } from './memory-index.js';
import { MemoryOrder } from './memory-order.js';

export interface MemoryUsage {
  readonly entries: number;
  readonly bytes: number;
  readonly maxBytes: number;
  /** Entries that had to go for others, before their time. */
  readonly evictions: number;
}

export interface NewEntry extends Savings {
  readonly coded: CodedValue;
  readonly counters: NamespaceCounters;
  /** Released when the entry goes, or is not kept. */
  readonly proof: Proof;
  /** How old the answer is already, in ms. Default: 0. */
  readonly ageMs?: number;
  /** How long it may still be served, in ms. */
  readonly remainingMs: number;
  /** How long it is kept, also as stale, in ms. Default: `remainingMs`. */
  readonly keptMs?: number;
  /** From when on a hit has to decide on an early refresh, in ms. Default: `remainingMs`. */
  readonly undecidedMs?: number;
}

/** One answer may fill a quarter of the memory: one giant must not push everything else out. */
const LARGEST_SHARE = 4;

/** The first tier, bounded by bytes: what saves least for its bytes goes first. Lifetimes follow our clock. */
export class MemoryStore {
  private readonly index = new MemoryIndex();
  private readonly order: MemoryOrder<MemoryEntry>;
  private evictions = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly clock: Clock,
  ) {
    this.order = new MemoryOrder(maxBytes, (entry) => {
      this.forget(entry);
      this.evictions += 1;
    });
  }

  /** What may be served without another thought. */
  get(place: Place): MemoryEntry | undefined {
    const entry = this.index.find(place);
    if (entry === undefined) return undefined;
    const nowMs = this.clock.monotonicMs();
    if (nowMs >= entry.undecidedFromMs) {
      if (nowMs >= entry.expiresMs) this.drop(entry);
      return undefined;
    }
    this.order.touch(entry);
    return entry;
  }

  /** What is kept, also as stale. For what `get` does not give. */
  find(place: Place): MemoryEntry | undefined {
    const entry = this.index.find(place);
    if (entry === undefined || this.clock.monotonicMs() >= entry.expiresMs) return undefined;
    this.order.touch(entry);
    return entry;
  }

  /** Until its lifetime ends, in ms; negative when it has ended. */
  remainingMs(entry: MemoryEntry): number {
    return entry.freshUntilMs - this.clock.monotonicMs();
  }

  /** Keeps a value in place of an older one. One that is larger than a quarter of the memory is not kept. */
  put(address: CacheAddress, given: NewEntry): void {
    this.delete(address);
    const { coded, counters, proof, ageMs = 0, remainingMs, keptMs = remainingMs } = given;
    const bytes = entryBytes(address, coded);
    if (bytes > this.maxBytes / LARGEST_SHARE) {
      proof.release();
      return;
    }
    const nowMs = this.clock.monotonicMs();
    const entry: MemoryEntry = {
      address,
      coded,
      value: plainOf(coded),
      promise: isShared(coded) ? Object.freeze(Promise.resolve(plainOf(coded))) : undefined,
      bytes,
      bornMs: nowMs - ageMs,
      freshUntilMs: nowMs + remainingMs,
      undecidedFromMs: nowMs + (given.undecidedMs ?? remainingMs),
      expiresMs: nowMs + keptMs,
      factoryMs: given.savedMs ?? 0,
      costSaved: given.costSaved ?? 0,
      counters,
      hash: hashOf(address.identity),
      weight: weightOf(given),
      uses: 0,
      agedIn: 0,
      inWindow: true,
      proof,
    };
    this.order.add(entry, nowMs);
    this.index.add(entry);
  }

  delete(place: Place): void {
    const entry = this.index.find(place);
    if (entry) this.drop(entry);
  }

  ageMs(entry: MemoryEntry): number {
    return Math.floor(this.clock.monotonicMs() - entry.bornMs);
  }

  usage(): MemoryUsage {
    return {
      entries: this.order.size,
      bytes: this.order.bytes,
      maxBytes: this.maxBytes,
      evictions: this.evictions,
    };
  }

  private drop(entry: MemoryEntry): void {
    this.order.delete(entry);
    this.forget(entry);
  }

  /** Whatever the reason for which an entry goes, it comes through here. */
  private forget(entry: MemoryEntry): void {
    this.index.remove(entry);
    entry.proof.release();
  }
}
