import type { BatchRecord, BatchStore } from './batch-store.js';
import type { BatchResult, BatchState } from './batch.types.js';

const MOST_BATCHES = 100;

/** Keeps the latest batches in memory; running ones are never the first to go. */
export class MemoryBatchStore implements BatchStore {
  private readonly records = new Map<string, { record: BatchRecord; results: BatchResult[] }>();

  create(record: BatchRecord): void {
    this.makeRoom();
    this.records.set(record.id, { record, results: [...record.results] });
  }

  append(id: string, result: BatchResult): void {
    this.records.get(id)?.results.push(result);
  }

  end(id: string, state: BatchState): void {
    const kept = this.records.get(id);
    if (kept) kept.record = { ...kept.record, state };
  }

  read(id: string): BatchRecord | undefined {
    const kept = this.records.get(id);
    return kept && { ...kept.record, results: [...kept.results] };
  }

  private makeRoom(): void {
    if (this.records.size < MOST_BATCHES) return;
    const ended = [...this.records].find(([, { record }]) => record.state !== 'running');
    const oldest = ended?.[0] ?? this.records.keys().next().value;
    if (oldest !== undefined) this.records.delete(oldest);
  }
}
