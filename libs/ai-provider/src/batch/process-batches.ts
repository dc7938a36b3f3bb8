import { randomUUID } from 'node:crypto';
import type { Clock } from '@hydrogenai/common';
import { AllProvidersFailedError } from '../errors/all-providers-failed.error.js';
import { ERROR_KINDS, type ErrorKind } from '../errors/error-kind.js';
import { RequestRejectedError } from '../errors/request-rejected.error.js';
import type { ModelPool } from '../pool/model-pool.js';
import type { PoolWishes } from '../pool/pool-wishes.js';
import { toBatchAnswer } from './batch-answer.js';
import { processBatchId } from './batch-id.policy.js';
import type { ResolvedBatchOptions } from './batch-options.js';
import type { BatchRecord } from './batch-store.js';
import { UnknownBatchError } from './batch.errors.js';
import type { BatchResult, BatchState, BatchStatus } from './batch.types.js';
import type { PreparedItem } from './prepared-batch.js';

/** Batches that this process works on: each question is a request like any other, a few at a time. */
export class ProcessBatches {
  private readonly running = new Map<
    string,
    { readonly stop: AbortController; readonly work: Promise<void> }
  >();

  constructor(
    private readonly pool: ModelPool,
    private readonly clock: Clock,
    private readonly options: ResolvedBatchOptions,
  ) {}

  async submit(model: string, wishes: PoolWishes, items: readonly PreparedItem[]): Promise<string> {
    const id = processBatchId(randomUUID());
    await this.options.store.create({
      id,
      createdAt: this.clock.now(),
      customIds: items.map(({ customId }) => customId),
      state: 'running',
      results: [],
    });
    const stop = new AbortController();
    const work = this.work(id, model, wishes, items, stop.signal);
    this.running.set(id, { stop, work });
    return id;
  }

  async status(id: string): Promise<BatchStatus> {
    const record = await this.read(id);
    const total = record.customIds.length;
    const completed = record.results.filter(({ status }) => status === 'succeeded').length;
    const done = record.results.length;
    return {
      id,
      provider: null,
      state: this.stateOf(record),
      counts: { total, pending: total - done, completed, failed: done - completed },
      progress: done / total,
      createdAt: record.createdAt,
      expiresAt: null,
    };
  }

  /** One result a question, those that were never answered last. */
  async results(id: string): Promise<readonly BatchResult[]> {
    const record = await this.read(id);
    const state = this.stateOf(record);
    const answered = new Set(record.results.map(({ customId }) => customId));
    const missing = record.customIds.filter((customId) => !answered.has(customId));
    const status = state === 'interrupted' ? 'interrupted' : 'cancelled';
    return [...record.results, ...missing.map((customId) => ({ customId, status }) as const)];
  }

  /** Resolves when no question of the batch is under way any more. */
  async cancel(id: string): Promise<void> {
    await this.read(id);
    const job = this.running.get(id);
    job?.stop.abort();
    await job?.work;
  }

  /** Stops all: the process is about to end. */
  async close(): Promise<void> {
    for (const { stop } of this.running.values()) stop.abort();
    await Promise.all([...this.running.values()].map(({ work }) => work));
  }

  private async work(
    id: string,
    model: string,
    wishes: PoolWishes,
    items: readonly PreparedItem[],
    signal: AbortSignal,
  ): Promise<void> {
    const { store, parallel } = this.options;
    const waiting = items.values();
    const worker = async (): Promise<void> => {
      // Shared by all workers: each takes the next question.
      for (const item of waiting) {
        if (signal.aborted) return;
        const result = await this.answer(model, wishes, item, signal);
        if (result) await store.append(id, result);
      }
    };
    let state: BatchState = 'completed';
    try {
      await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker));
      if (signal.aborted) state = 'cancelled';
    } catch {
      // Nobody waits for this promise. A store that takes nothing any more ends the batch, and its status says so.
      state = 'failed';
    }
    this.running.delete(id);
    await this.end(id, state);
  }

  private async end(id: string, state: BatchState): Promise<void> {
    try {
      await this.options.store.end(id, state);
    } catch {
      // The record stays "running" with nobody at work, which is read as interrupted.
    }
  }

  private async answer(
    model: string,
    wishes: PoolWishes,
    { customId, call }: PreparedItem,
    signal: AbortSignal,
  ): Promise<BatchResult | undefined> {
    try {
      const { result, attempt } = await this.pool.generate(model, wishes, { ...call, abortSignal: signal });
      const { provider, model: answered } = attempt.candidate;
      return { customId, status: 'succeeded', provider, response: toBatchAnswer(result, provider, answered) };
    } catch (error) {
      if (signal.aborted) return undefined;
      return { customId, status: 'failed', kind: kindOf(error) };
    }
  }

  private stateOf({ id, state }: BatchRecord): BatchState {
    const job = this.running.get(id);
    if (state !== 'running' || job === undefined) return state === 'running' ? 'interrupted' : state;
    return job.stop.signal.aborted ? 'cancelling' : 'running';
  }

  private async read(id: string): Promise<BatchRecord> {
    const record = await this.options.store.read(id);
    if (!record) throw new UnknownBatchError();
    return record;
  }
}

function kindOf(error: unknown): ErrorKind {
  if (error instanceof RequestRejectedError) return error.kind;
  const last = error instanceof AllProvidersFailedError ? error.routing.attempts.at(-1)?.kind : undefined;
  // A candidate that was never asked is one that is left alone: the pool is overloaded.
  return ERROR_KINDS.find((kind) => kind === last) ?? 'overloaded';
}
