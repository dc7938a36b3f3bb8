import type { SimulatedBatch } from './simulated-batch.js';

/** Files and batches of one wire, the latest of each. */
export class BatchShelf {
  readonly files = new BoundedMap<string>();
  readonly batches = new BoundedMap<SimulatedBatch>();

  reset(): void {
    this.files.clear();
    this.batches.clear();
  }
}

const MOST_ENTRIES = 1_000;

class BoundedMap<Value> {
  private readonly entries = new Map<string, Value>();

  get(id: string): Value | undefined {
    return this.entries.get(id);
  }

  set(id: string, value: Value): void {
    this.entries.set(id, value);
    const [oldest] = this.entries.keys();
    if (this.entries.size > MOST_ENTRIES && oldest !== undefined) this.entries.delete(oldest);
  }

  clear(): void {
    this.entries.clear();
  }
}
