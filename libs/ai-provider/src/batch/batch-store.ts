import type { BatchResult, BatchState } from './batch.types.js';

/** What is kept of a batch that this process works on: ids and answers, and never a question. */
export interface BatchRecord {
  readonly id: string;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly customIds: readonly string[];
  readonly state: BatchState;
  /** In the order in which they came. */
  readonly results: readonly BatchResult[];
}

/**
 * Keeps batches of a process, so that their results are found again by id. With one on a disk or in Redis they are found
 * after a restart too; a batch that was running then is `interrupted`, and its unanswered questions may be submitted again.
 */
export interface BatchStore {
  create(record: BatchRecord): void | Promise<void>;
  /** Once a question, as soon as it is done. */
  append(id: string, result: BatchResult): void | Promise<void>;
  end(id: string, state: BatchState): void | Promise<void>;
  read(id: string): BatchRecord | undefined | Promise<BatchRecord | undefined>;
}
