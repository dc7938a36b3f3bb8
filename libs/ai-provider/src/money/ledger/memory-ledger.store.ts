import type { HourRange, LedgerBatch, LedgerStore } from './ledger.store.js';
import type { LedgerRow } from './ledger-row.js';
import { LedgerTable, type LedgerBounds } from './ledger-table.js';

/** A store in memory: for tests, and for several pools of one process. Writers are kept for ever, 100 bytes each. */
export class MemoryLedgerStore implements LedgerStore {
  private readonly table: LedgerTable;
  private readonly sequences = new Map<string, number>();

  /** Default bounds: 50,000 rows, and 1,000 labels of each kind an hour. */
  constructor(bounds: LedgerBounds = { maxRows: 50_000, maxLabels: 1_000 }) {
    this.table = new LedgerTable(bounds);
  }

  async add({ writer, sequence, rows }: LedgerBatch): Promise<void> {
    if (sequence <= (this.sequences.get(writer) ?? 0)) return;
    this.sequences.set(writer, sequence);
    for (const { hour, labels, figures } of rows) this.table.add(hour, labels, figures);
  }

  async read({ from, to }: HourRange): Promise<readonly LedgerRow[]> {
    return this.table.rows(from, to);
  }
}
