import type {
  Experimental_BatchV4 as BatchV4,
  Experimental_BatchV4ItemResult as BatchV4ItemResult,
  Experimental_BatchV4Status as BatchV4Status,
} from '@ai-sdk/provider';
import type { Clock } from '@hydrogenai/common';
import type { ModelCandidate } from '../candidates/candidate.js';
import { kindOfResponse } from '../errors/kind-of-response.js';
import { AttemptScope } from '../failover/attempt-scope.js';
import { callFor } from '../interop/travelling-call.policy.js';
import { toBatchAnswer } from './batch-answer.js';
import { providerBatchId } from './batch-id.policy.js';
import { BatchFailedError, type BatchStep } from './batch.errors.js';
import type { BatchResult, BatchStatus } from './batch.types.js';
import type { PreparedItem } from './prepared-batch.js';
import { countsOf, progressOf, stateOf, timeOf } from './provider-batch-status.policy.js';

/** A whole batch is uploaded in one request; 200 MB is OpenAI's limit. */
const SUBMIT_MS = 600_000;
const ASK_MS = 60_000;

/** The batch APIs of providers, spoken to by their packages of the AI SDK, over the connections of the providers. */
export class ProviderBatches {
  constructor(
    private readonly clock: Clock,
    private readonly batchOf: (provider: string) => BatchV4 | undefined,
  ) {}

  has(provider: string): boolean {
    return this.batchOf(provider) !== undefined;
  }

  /** @throws BatchFailedError */
  async submit(
    candidate: ModelCandidate,
    items: readonly PreparedItem[],
    signal: AbortSignal | undefined,
  ): Promise<string> {
    const { provider, model } = candidate;
    const started = await this.ask(provider, 'submit', signal, (batch, abortSignal) =>
      batch.doStartBatch({
        requests: items.map(({ customId, call }) => {
          const {
            headers: _notPerRequest,
            abortSignal: _notPerRequestEither,
            ...options
          } = callFor(candidate, call);
          return { type: 'text', id: customId, modelId: model, options };
        }),
        abortSignal,
      }),
    );
    return providerBatchId(provider, started.batchId);
  }

  async status(id: string, provider: string, batchId: string, signal?: AbortSignal): Promise<BatchStatus> {
    const status = await this.raw(provider, batchId, signal);
    const counts = countsOf(status);
    return {
      id,
      provider,
      state: stateOf(status),
      counts,
      progress: progressOf(counts),
      createdAt: timeOf(status.createdAt),
      expiresAt: timeOf(status.expiresAt),
    };
  }

  /** Reads the results as they arrive; leaving the loop closes the connection. */
  async *results(
    provider: string,
    batchId: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<BatchResult, void, undefined> {
    const scope = new AttemptScope(this.clock, signal);
    const opening = scope.expireAfter(ASK_MS, 'total');
    try {
      const stream = await scope.guard(
        this.batch(provider).doGetBatchResults({ batchId, abortSignal: scope.signal }),
      );
      opening();
      const items: AsyncIterable<BatchV4ItemResult> = stream;
      for await (const item of items) yield toResult(item, provider);
    } catch (error) {
      throw failureOf('results', provider, scope, error);
    } finally {
      scope.abandon();
    }
  }

  async cancel(provider: string, batchId: string, signal?: AbortSignal): Promise<void> {
    await this.ask(provider, 'cancel', signal, async (batch, abortSignal) => {
      await batch.doCancelBatch?.({ batchId, abortSignal });
    });
  }

  private raw(provider: string, batchId: string, signal: AbortSignal | undefined): Promise<BatchV4Status> {
    return this.ask(provider, 'status', signal, (batch, abortSignal) =>
      batch.doGetBatchStatus({ batchId, abortSignal }),
    );
  }

  private async ask<Result>(
    provider: string,
    step: BatchStep,
    signal: AbortSignal | undefined,
    work: (batch: BatchV4, signal: AbortSignal) => PromiseLike<Result>,
  ): Promise<Result> {
    const scope = new AttemptScope(this.clock, signal);
    scope.expireAfter(step === 'submit' ? SUBMIT_MS : ASK_MS, 'total');
    try {
      return await scope.guard(work(this.batch(provider), scope.signal));
    } catch (error) {
      throw failureOf(step, provider, scope, error);
    } finally {
      scope.release();
    }
  }

  private batch(provider: string): BatchV4 {
    const batch = this.batchOf(provider);
    if (!batch) throw new RangeError('asked for the batches of a provider that has none');
    return batch;
  }
}

/** The caller's own abort, or what the provider's failure means; the AI SDK's errors hold the prompts. */
function failureOf(step: BatchStep, provider: string, scope: AttemptScope, error: unknown): unknown {
  const failure = scope.failureOf(error);
  return failure.kind === 'aborted' ? scope.signal.reason : new BatchFailedError(step, provider, failure);
}

function toResult(item: BatchV4ItemResult, provider: string): BatchResult {
  const customId = item.id;
  switch (item.status) {
    case 'succeeded':
      return item.type === 'text'
        ? {
            customId,
            status: 'succeeded',
            provider,
            response: toBatchAnswer(item.result, provider, undefined),
          }
        : { customId, status: 'failed', kind: 'malformed_response' };
    case 'failed': {
      const { message, type = '', code = '', statusCode } = item.error;
      const kind = kindOfResponse(statusCode, { message, type, code, detailCode: '' });
      return {
        customId,
        status: 'failed',
        kind,
        ...(statusCode === undefined ? {} : { httpStatus: statusCode }),
      };
    }
    case 'cancelled':
    case 'expired':
      return { customId, status: item.status };
    default:
      return item satisfies never;
  }
}
