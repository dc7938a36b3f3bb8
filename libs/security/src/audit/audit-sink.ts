import type { AuditRecord, ChainPoint } from './audit-record.js';

/** A line as it stands in the sink. */
export interface SinkLine {
  readonly text: string;
  /** False for a last line without its end: the process died while it was written, so nobody was told that it was. */
  readonly complete: boolean;
}

export interface SinkEnd {
  /** The last complete line; undefined in a sink that is empty. */
  readonly last: string | undefined;
  /** Whether something incomplete stands behind it. What is appended begins on a line of its own. */
  readonly torn: boolean;
}

/** Where records are kept. One trail writes to it, one call at a time. */
export interface AuditSink {
  /** Called before the first record, and again after a failed `append`. */
  open(): Promise<SinkEnd>;
  /** Resolves when the records are kept, in this order. What it throws means that nobody knows. */
  append(records: readonly AuditRecord[]): Promise<void>;
  /** All lines, oldest first, from `base()` on as it is now. Records may be appended while somebody reads. */
  read(): AsyncIterable<SinkLine>;
  /** The record before the oldest that is kept, where older ones are forgotten. */
  base(): ChainPoint | undefined;
  close(): Promise<void>;
}
