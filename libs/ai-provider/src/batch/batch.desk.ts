import { oneOf, type HydrogenError } from '@hydrogenai/common';
import type { ModelCandidate } from '../candidates/candidate.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { ModelPool } from '../pool/model-pool.js';
import type { PoolWishes } from '../pool/pool-wishes.js';
import { readLabels } from '../response/call-labels.policy.js';
import { parseBatchId, type BatchId } from './batch-id.policy.js';
import { BatchFailedError, BatchNotReadyError, isCertain, UnknownBatchError } from './batch.errors.js';
import type { BatchRequest, BatchResult, BatchStatus, SubmittedBatch } from './batch.types.js';
import { prepareBatch, type PreparedItem } from './prepared-batch.js';
import { ProcessBatches } from './process-batches.js';
import { ProviderBatches } from './provider-batches.js';

interface BatchCall {
  readonly signal?: AbortSignal;
}

/** Many questions that may wait: submitted once, found again by id. */
export class BatchDesk {
  private readonly provider: ProviderBatches;
  private readonly process: ProcessBatches;

  constructor(private readonly pool: ModelPool) {
    this.provider = new ProviderBatches(pool.clock, (provider) => pool.batchOf(provider));
    this.process = new ProcessBatches(pool, pool.clock, pool.batchOptions);
  }

  /**
   * Hands a batch over, to the batch API of the first candidate that has one, or else to this process. Where a provider
   * certainly has not taken it, the next one with a batch API is asked.
   * @throws InvalidOptionError naming the field; UnknownNameError; BatchFailedError.
   */
  async submit(request: BatchRequest): Promise<SubmittedBatch> {
    const { model = this.pool.defaultModel, modelPreferences, signal } = request;
    const via = request.via === undefined ? undefined : oneOf(request.via, ['provider', 'process'], 'via');
    const items = await prepareBatch(request.requests);
    const wishes: PoolWishes = { modelPreferences, labels: readLabels(request, '') };
    const candidates = via === 'process' ? [] : await this.withBatchApi(model, wishes, items);
    const total = items.length;
    if (candidates.length > 0) {
      const id = await this.submitToFirst(candidates, items, signal);
      const found = this.find(id);
      return { id, total, provider: found.at === 'provider' ? found.provider : null };
    }
    if (via === 'provider') {
      throw new UnknownNameError('provider with a batch API for model', model, this.providersWithBatchApi());
    }
    signal?.throwIfAborted();
    return { id: await this.process.submit(model, wishes, items), provider: null, total };
  }

  /** @throws UnknownBatchError, BatchFailedError. */
  async status(id: string, { signal }: BatchCall = {}): Promise<BatchStatus> {
    const found = this.find(id);
    if (found.at === 'process') return this.process.status(id);
    return this.provider.status(id, found.provider, found.batchId, signal);
  }

  /**
   * The results, each with the `customId` of its question, in any order.
   * @throws BatchNotReadyError while it is running; UnknownBatchError, BatchFailedError.
   */
  async *results(id: string, call: BatchCall = {}): AsyncGenerator<BatchResult, void, undefined> {
    const found = this.find(id);
    const { state } = await this.status(id, call);
    if (state === 'running' || state === 'cancelling') throw new BatchNotReadyError(id);
    if (found.at === 'process') yield* await this.process.results(id);
    else yield* this.provider.results(found.provider, found.batchId, call.signal);
  }

  /** Asks for the end of a batch; what is answered stays. @throws UnknownBatchError, BatchFailedError. */
  async cancel(id: string, { signal }: BatchCall = {}): Promise<void> {
    const found = this.find(id);
    if (found.at === 'process') await this.process.cancel(id);
    else await this.provider.cancel(found.provider, found.batchId, signal);
  }

  /** Stops what this process works on. Batches at providers go on. */
  async close(): Promise<void> {
    await this.process.close();
  }

  private async withBatchApi(
    model: string,
    wishes: PoolWishes,
    items: readonly PreparedItem[],
  ): Promise<ModelCandidate[]> {
    // Whom a vendor's own tools or files bind is found out for all questions together.
    const prompt = items.flatMap(({ call }) => call.prompt);
    const { route } = await this.pool.request(model, wishes, { prompt });
    return route.candidates.filter(({ provider }) => this.provider.has(provider));
  }

  private async submitToFirst(
    candidates: readonly ModelCandidate[],
    items: readonly PreparedItem[],
    signal: AbortSignal | undefined,
  ): Promise<string> {
    let failure: HydrogenError | undefined;
    for (const candidate of candidates) {
      try {
        return await this.provider.submit(candidate, items, signal);
      } catch (error) {
        if (!(error instanceof BatchFailedError)) throw error;
        failure ??= error;
        if (!isCertain(error.kind) || !ERROR_RULES[error.kind].failOver) throw error;
      }
    }
    throw failure ?? new RangeError('no candidate to submit to');
  }

  private find(id: string): BatchId {
    const found = parseBatchId(id);
    if (!found) throw new UnknownBatchError();
    if (found.at === 'provider' && !this.providersWithBatchApi().includes(found.provider)) {
      throw new UnknownBatchError();
    }
    return found;
  }

  private providersWithBatchApi(): readonly string[] {
    return this.pool.providerNames.filter((provider) => this.provider.has(provider));
  }
}
