import { wholeNumber } from '@hydrogenai/common';
import { lineOf, type AuditRecord, type ChainPoint } from './audit-record.js';
import type { AuditSink, SinkEnd, SinkLine } from './audit-sink.js';

/** Keeps the latest records in memory, for tests and demonstrations: they are gone with the process. */
export class MemorySink implements AuditSink {
  private readonly records: AuditRecord[] = [];
  private forgotten: ChainPoint | undefined;
  private readonly mostRecords: number;

  /** @param options.mostRecords whole, 1 to 1,000,000; then the oldest is forgotten. Default: 1,000. */
  constructor({ mostRecords = 1_000 }: { readonly mostRecords?: number } = {}) {
    this.mostRecords = wholeNumber(mostRecords, 'mostRecords', 1, 1_000_000);
  }

  async open(): Promise<SinkEnd> {
    const last = this.records.at(-1);
    return { last: last && lineOf(last), torn: false };
  }

  async append(records: readonly AuditRecord[]): Promise<void> {
    this.records.push(...records);
    const { length } = this.records;
    for (const { id, hash } of this.records.splice(0, Math.max(0, length - this.mostRecords))) {
      this.forgotten = { id, hash };
    }
  }

  read(): AsyncIterable<SinkLine> {
    // Copied at once: what is recorded while somebody reads changes nothing.
    return linesOf([...this.records]);
  }

  base(): ChainPoint | undefined {
    return this.forgotten;
  }

  async close(): Promise<void> {
    // Nothing is held.
  }
}

async function* linesOf(records: readonly AuditRecord[]): AsyncGenerator<SinkLine, void, undefined> {
  for (const record of records) yield { text: lineOf(record), complete: true };
}
