/** An entry that knows its place in the heap, so that a change costs O(log n) and no search. */
export interface Expiring {
  expiresAtMs: number;
  place: number;
}

/** Binary heap of entries, the one that expires first on top. */
export class ExpiryHeap<Entry extends Expiring> {
  private readonly entries: Entry[] = [];

  get first(): Entry | undefined {
    return this.entries[0];
  }

  add(entry: Entry): void {
    this.put(entry, this.entries.length);
    this.rise(entry);
  }

  /** Puts an entry, whose expiry has moved to a later time, in its new place. */
  postponed(entry: Entry): void {
    this.sink(entry);
  }

  remove(entry: Entry): void {
    const last = this.entries.pop();
    if (last === undefined || last === entry) return;
    this.put(last, entry.place);
    this.rise(last);
    this.sink(last);
  }

  private rise(entry: Entry): void {
    for (;;) {
      const parent = this.entries[Math.floor((entry.place - 1) / 2)];
      if (entry.place === 0 || !parent || parent.expiresAtMs <= entry.expiresAtMs) return;
      this.swap(entry, parent);
    }
  }

  private sink(entry: Entry): void {
    for (;;) {
      const left = this.entries[2 * entry.place + 1];
      const right = this.entries[2 * entry.place + 2];
      const earlier = left && right && right.expiresAtMs < left.expiresAtMs ? right : left;
      if (!earlier || entry.expiresAtMs <= earlier.expiresAtMs) return;
      this.swap(entry, earlier);
    }
  }

  private swap(left: Entry, right: Entry): void {
    const place = left.place;
    this.put(left, right.place);
    this.put(right, place);
  }

  private put(entry: Entry, place: number): void {
    this.entries[place] = entry;
    entry.place = place;
  }
}
