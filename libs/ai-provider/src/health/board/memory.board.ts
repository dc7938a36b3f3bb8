import type { Clock } from '@hydrogenai/common';
import type { BoardEntry, BoardLease, BoardPut, SharedBoard } from './shared-board.js';

/** The board of one process. Bounded by the names of the configuration, which is all that is ever put on it. */
export class MemoryBoard implements SharedBoard {
  private readonly entries = new Map<string, BoardEntry>();
  private readonly leases = new Set<string>();

  constructor(private readonly clock: Clock) {}

  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  get(key: string): BoardEntry | undefined {
    const entry = this.entries.get(key);
    if (!entry || entry.endsAtMs > this.clock.monotonicMs()) return entry;
    this.entries.delete(key);
    return undefined;
  }

  list(prefix: string): readonly BoardEntry[] {
    const keys = [...this.entries.keys()].filter((key) => key.startsWith(prefix));
    return keys.flatMap((key) => this.get(key) ?? []);
  }

  put({ key, forMs, value, keep }: BoardPut): void {
    const endsAtMs = this.clock.monotonicMs() + forMs;
    if (keep === 'longest' && (this.get(key)?.endsAtMs ?? 0) >= endsAtMs) return;
    this.entries.set(key, { key, endsAtMs, value });
  }

  remove(key: string): void {
    this.entries.delete(key);
  }

  lease(name: string): BoardLease | undefined {
    if (this.leases.has(name)) return undefined;
    this.leases.add(name);
    let held = true;
    return {
      release: () => {
        if (held) this.leases.delete(name);
        held = false;
      },
    };
  }

  close(): void {
    this.entries.clear();
    this.leases.clear();
  }
}
