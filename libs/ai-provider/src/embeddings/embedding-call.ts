import type {
  EmbeddingModelV4CallOptions,
  EmbeddingModelV4Result,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { EmbeddingCandidate } from '../candidates/candidate.js';
import { limitHeadersOf } from '../errors/limit-headers.js';
import type { AttemptBook } from '../failover/attempt-book.js';
import type { Attempt } from '../failover/attempt.js';
import type { FailoverExecutor } from '../failover/failover.executor.js';
import type { Answered, FailoverRequest } from '../failover/failover-run.js';
import { ProviderFailedError } from '../failover/provider-failed.error.js';
import { headersFor } from '../interop/travelling-headers.policy.js';
import { optionsFor } from '../interop/travelling-prompt.policy.js';

/** The length that all vectors of one request have. The first call to come back sets it. */
export interface SharedDimensions {
  length: number | undefined;
}

/** Makes one call with failover, and closes its attempts like those of any other. */
export class EmbeddingCall {
  constructor(
    private readonly failover: FailoverExecutor,
    private readonly book: AttemptBook,
  ) {}

  async run(
    request: FailoverRequest<EmbeddingCandidate>,
    options: EmbeddingModelV4CallOptions,
    dimensions: SharedDimensions,
  ): Promise<Answered<EmbeddingModelV4Result, EmbeddingCandidate>> {
    const answered = await this.failover.run(request, (attempt) => embed(attempt, options, dimensions));
    const { attempt, routing, result } = answered;
    const entry = routing.attempts.at(-1);
    const limitHeaders = limitHeadersOf(result.response?.headers);
    if (entry) {
      this.book.close(attempt, {
        entry,
        usage: usageOf(result),
        ...(limitHeaders ? { limitHeaders } : {}),
      });
    }
    return answered;
  }
}

async function embed(
  { candidate, budget, scope }: Attempt<EmbeddingCandidate>,
  options: EmbeddingModelV4CallOptions,
  dimensions: SharedDimensions,
): Promise<EmbeddingModelV4Result> {
  const { vendors, embeddingModel } = candidate;
  const { headers, providerOptions } = options;
  scope.expireAfter(budget.wholeMs, budget.wholeMs < budget.totalMs ? 'attempt' : 'total');
  const result = await scope.guard(
    embeddingModel.doEmbed({
      ...options,
      ...(headers === undefined ? {} : { headers: headersFor(vendors, headers) }),
      ...(providerOptions === undefined ? {} : { providerOptions: optionsFor(vendors, providerOptions) }),
      abortSignal: scope.signal,
    }),
  );
  scope.release();
  const length = dimensions.length ?? options.dimensions ?? result.embeddings[0]?.length;
  const fits =
    result.embeddings.length === options.values.length &&
    result.embeddings.every((vector) => vector.length === length && vector.every(Number.isFinite));
  if (!fits || !length) throw new ProviderFailedError({ kind: 'malformed_response' }, usageOf(result));
  dimensions.length = length;
  return result;
}

/** Embeddings read and write nothing. */
export function usageOf({ usage }: EmbeddingModelV4Result): LanguageModelV4Usage {
  return {
    inputTokens: { total: usage?.tokens, noCache: usage?.tokens, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 0, text: 0, reasoning: 0 },
  };
}
