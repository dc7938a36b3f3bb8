import { LRUCache } from 'lru-cache';
import {
  isAdmitted,
  ONE_USE,
  USES_PER_AGE,
  weakensVictims,
  WINDOW_SHARE,
  worthOf,
  type Rank,
} from './eviction.policy.js';
import { FrequencySketch } from './frequency-sketch.js';
import { VictimPicker } from './victim-picker.js';

/** An entry whose place in the order is kept here. */
export interface Ordered extends Rank {
  /** 32 bits of its identity. */
  readonly hash: number;
  uses: number;
  /** The age in which `uses` was halved last. */
  agedIn: number;
  inWindow: boolean;
}

/** A cache of a few entries is not aged with every use. */
const FEWEST_USES_PER_AGE = 200;

/**
 * Which entry goes first, bounded by bytes (after W-TinyLFU, Einziger, Friedman and Manes, 2017; for entries of different
 * size, Einziger and others, 2021). A new entry comes into a small window in order of use. What falls out of it must save
 * more than those that would have to go for it, and else goes itself. Uses of what is in memory are counted in the entry,
 * which costs a hit one addition; those of what has left, in a sketch.
 */
export class MemoryOrder<Entry extends Ordered> {
  private readonly window: LRUCache<Entry, true>;
  private readonly main: LRUCache<Entry, true>;
  private readonly windowBytes: number;
  private readonly sketch = new FrequencySketch();
  private age = 0;
  private usesInAge = 0;
  private usesPerAge = FEWEST_USES_PER_AGE;

  /** @param onEvict called for each entry that goes for others, before its time. */
  constructor(
    private readonly maxBytes: number,
    private readonly onEvict: (entry: Entry) => void,
  ) {
    this.windowBytes = Math.floor(maxBytes * WINDOW_SHARE);
    // Both are kept below their bound here, so that lru-cache has nothing to decide.
    const options = { maxSize: maxBytes, sizeCalculation: (_: true, entry: Entry) => entry.bytes };
    this.window = new LRUCache(options);
    this.main = new LRUCache(options);
  }

  get size(): number {
    return this.window.size + this.main.size;
  }

  get bytes(): number {
    return this.window.calculatedSize + this.main.calculatedSize;
  }

  /**
   * Used just now. It comes to the front of its order once in an age: looking it up there with each use cost a third of a
   * hit, and what counts later is how often it was used.
   */
  touch(entry: Entry): void {
    if (entry.agedIn !== this.age) {
      this.settle(entry);
      (entry.inWindow ? this.window : this.main).get(entry);
    }
    entry.uses += ONE_USE;
    this.usesInAge += 1;
    if (this.usesInAge >= this.usesPerAge) this.grow();
  }

  /** Takes a new entry in; others go for it, never itself. It must be smaller than the bound. */
  add(entry: Entry, nowMs: number): void {
    const uses = this.sketch.estimate(entry.hash) + 1;
    entry.uses = uses * ONE_USE;
    entry.agedIn = this.age;
    entry.inWindow = true;
    this.sketch.raise(entry.hash, uses);
    // A key that nobody remembers makes nothing older: a scan must not wear out what is known.
    if (uses > 1) this.usesInAge += 1;
    while (this.window.size > 0 && this.window.calculatedSize + entry.bytes > this.windowBytes) {
      this.leaveWindow(this.maxBytes - Math.max(this.windowBytes, entry.bytes), nowMs);
    }
    // A newcomer that is larger than the window takes from the rest, once: the next such one takes its place.
    while (this.bytes + entry.bytes > this.maxBytes) this.evict(this.picker().next(nowMs));
    this.window.set(entry, true);
  }

  /** Takes an entry out. Its uses are remembered for the time when it comes back. */
  delete(entry: Entry): void {
    this.remember(entry);
    (entry.inWindow ? this.window : this.main).delete(entry);
  }

  /** @param mainBytes what is left for those that are not in the window */
  private leaveWindow(mainBytes: number, nowMs: number): void {
    const candidate = oldest(this.window);
    this.window.delete(candidate);
    candidate.inWindow = false;
    this.settle(candidate);
    const needed = this.main.calculatedSize + candidate.bytes - mainBytes;
    const victims = needed <= 0 ? [] : this.victimsFor(candidate, needed, nowMs);
    if (victims === undefined) {
      this.remember(candidate);
      this.onEvict(candidate);
      return;
    }
    for (const victim of victims) this.evict(victim);
    this.main.set(candidate, true);
  }

  /** Those that go for the candidate, or undefined when they save more than it does. */
  private victimsFor(candidate: Entry, neededBytes: number, nowMs: number): Entry[] | undefined {
    const pick = this.picker();
    const victims: Entry[] = [];
    let worth = 0;
    for (let freed = 0; freed < neededBytes;) {
      const victim = pick.next(nowMs);
      victims.push(victim);
      freed += victim.bytes;
      worth += worthOf(victim, nowMs);
      if (isAdmitted(candidate, worth, nowMs)) continue;
      if (weakensVictims(candidate)) for (const kept of victims) kept.uses >>= 1;
      // Others are compared next time; these get their turn again after all of them.
      for (const kept of [...victims, ...pick.sample]) this.main.get(kept);
      return undefined;
    }
    return victims;
  }

  private picker(): VictimPicker<Entry> {
    return new VictimPicker(this.main.rkeys(), (entry) => this.settle(entry));
  }

  private evict(victim: Entry): void {
    this.delete(victim);
    this.onEvict(victim);
  }

  private remember(entry: Entry): void {
    this.settle(entry);
    this.sketch.raise(entry.hash, Math.round(entry.uses / ONE_USE));
  }

  /** Brings the uses of an entry up to the present age. */
  private settle(entry: Entry): void {
    // A number is shifted by at most 31 bits.
    entry.uses >>= Math.min(this.age - entry.agedIn, 31);
    entry.agedIn = this.age;
  }

  private grow(): void {
    this.age += 1;
    this.usesInAge = 0;
    this.usesPerAge = Math.max(FEWEST_USES_PER_AGE, this.size * USES_PER_AGE);
    this.sketch.age();
    this.sketch.fit(this.size);
  }
}

function oldest<Entry extends Ordered>(order: LRUCache<Entry, true>): Entry {
  for (const entry of order.rkeys()) return entry;
  throw new RangeError('Nothing is in the window.');
}
