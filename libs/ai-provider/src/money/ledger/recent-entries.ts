import type { LedgerEntry } from './ledger-entry.js';

/** The latest attempts. */
export class RecentEntries {
  private readonly entries: LedgerEntry[] = [];
  private next = 0;

  constructor(private readonly size: number) {}

  add(entry: LedgerEntry): void {
    if (this.size === 0) return;
    this.entries[this.next] = entry;
    this.next = (this.next + 1) % this.size;
  }

  /** Newest first. */
  list(most: number): readonly LedgerEntry[] {
    const { entries, next } = this;
    return [...entries.slice(next), ...entries.slice(0, next)].toReversed().slice(0, most);
  }
}
