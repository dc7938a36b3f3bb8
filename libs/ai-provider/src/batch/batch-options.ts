import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
import type { BatchStore } from './batch-store.js';
import { MemoryBatchStore } from './memory-batch.store.js';

export interface BatchOptions {
  /** Requests of one batch at once, where the provider has no batch API, 1 to 256. Default: 4. */
  readonly parallel?: number;
  /** Keeps what such batches have answered. Default: the memory of this process, the latest 100 batches. */
  readonly store?: BatchStore;
}

export interface ResolvedBatchOptions {
  readonly parallel: number;
  readonly store: BatchStore;
}

const DEFAULT_PARALLEL = 4;
const MOST_PARALLEL = 256;

/** @throws InvalidOptionError naming the field. */
export function resolveBatchOptions(options: BatchOptions = {}, field: string): ResolvedBatchOptions {
  const { parallel = DEFAULT_PARALLEL, store = new MemoryBatchStore() } = options;
  const calls = ['create', 'append', 'end', 'read'] as const;
  if (!calls.every((call) => typeof store?.[call] === 'function')) {
    throw new InvalidOptionError({
      field: `${field}.store`,
      accepted: `an object with ${calls.join(', ')}`,
      received: store,
    });
  }
  return { parallel: wholeNumber(parallel, `${field}.parallel`, 1, MOST_PARALLEL), store };
}
