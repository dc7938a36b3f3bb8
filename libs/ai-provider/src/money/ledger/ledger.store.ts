import type { LedgerRow } from './ledger-row.js';

/** Sums of one process that are to be added to what is stored. */
export interface LedgerBatch {
  /** The process; never used by another one. 1 to 64 letters, digits and `-`. */
  readonly writer: string;
  /** Counts the batches of the writer from 1, without a gap. They come in this order, each until it is stored. */
  readonly sequence: number;
  readonly rows: readonly LedgerRow[];
}

export interface HourRange {
  /** First hour, ms since 1970. */
  readonly from: number;
  /** The hour after the last one. */
  readonly to: number;
}

/** Where the ledger outlives its process. Several processes add to one store. */
export interface LedgerStore {
  /**
   * Adds the batch, exactly once: one that is stored already changes nothing. It rejects when that is not certain; the
   * caller repeats the same batch then.
   */
  add(batch: LedgerBatch): Promise<void>;
  /** All rows of these hours; several of them may have the same labels. Rejects when they cannot be read. */
  read(range: HourRange): Promise<readonly LedgerRow[]>;
}
