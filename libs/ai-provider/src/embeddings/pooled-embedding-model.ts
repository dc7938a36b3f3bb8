import type { EmbeddingModelV4, EmbeddingModelV4CallOptions, EmbeddingModelV4Result } from '@ai-sdk/provider';
import { POOL_PROVIDER, routingMetadata } from '../candidates/routing-metadata.js';
import { wishesIn } from '../pool/provider-options-wishes.js';
import type { EmbeddingPool } from './embedding-pool.js';

/**
 * A logical embedding model as the AI SDK knows them: it works in `embed` and `embedMany`. The trail of the first call is in
 * `providerMetadata.hydrogenai.routing`; labels and `deadlineMs` go into `providerOptions.hydrogenai`.
 */
export class PooledEmbeddingModel implements EmbeddingModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider = POOL_PROVIDER;
  /** The pool cuts requests itself, under one deadline. */
  readonly maxEmbeddingsPerCall = Infinity;
  readonly supportsParallelCalls = true;

  constructor(
    readonly modelId: string,
    private readonly pool: EmbeddingPool,
  ) {}

  async doEmbed(options: EmbeddingModelV4CallOptions): Promise<EmbeddingModelV4Result> {
    const { labels, deadlineMs } = wishesIn(options);
    const { embeddings, tokensUsed, routing } = await this.pool.run(this.pool.embedder(this.modelId), {
      options,
      labels,
      deadlineMs,
    });
    const [trail] = routing;
    return {
      embeddings: embeddings.map((vector) => [...vector]),
      warnings: [],
      ...(tokensUsed === null ? {} : { usage: { tokens: tokensUsed } }),
      ...(trail === undefined ? {} : { providerMetadata: routingMetadata(trail) }),
    };
  }
}
