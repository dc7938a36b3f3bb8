import type {
  EmbeddingModelV2,
  EmbeddingModelV3,
  EmbeddingModelV4,
  EmbeddingModelV4CallOptions,
  EmbeddingModelV4Result,
} from '@ai-sdk/provider';

/** An embedding model of the AI SDK 6 or 5 as one of version 7. They have no option for the length of the vectors. */
export class EmbeddingModelAdapter implements EmbeddingModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider: string;
  readonly modelId: string;

  constructor(private readonly model: EmbeddingModelV3 | EmbeddingModelV2<string>) {
    this.provider = model.provider;
    this.modelId = model.modelId;
  }

  get maxEmbeddingsPerCall(): EmbeddingModelV4['maxEmbeddingsPerCall'] {
    return this.model.maxEmbeddingsPerCall;
  }

  get supportsParallelCalls(): EmbeddingModelV4['supportsParallelCalls'] {
    return this.model.supportsParallelCalls;
  }

  async doEmbed({
    dimensions: _length,
    ...options
  }: EmbeddingModelV4CallOptions): Promise<EmbeddingModelV4Result> {
    // The type of vendor options has no `undefined` in version 2; on the wire there is none in either.
    const call = options as Parameters<EmbeddingModelV3['doEmbed']>[0] &
      Parameters<EmbeddingModelV2<string>['doEmbed']>[0];
    const result = await this.model.doEmbed(call);
    return { ...result, warnings: 'warnings' in result ? result.warnings : [] };
  }
}
