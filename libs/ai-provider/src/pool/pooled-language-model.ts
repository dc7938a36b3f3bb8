import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { POOL_PROVIDER, routingMetadata } from '../candidates/routing-metadata.js';
import type { ModelPool } from './model-pool.js';
import { sign } from '../candidates/tool-loop.policy.js';
import { wishesIn } from './provider-options-wishes.js';

/**
 * A logical model as the AI SDK knows models: it works in `generateText`, `streamText`, agents and everything else that
 * takes a `LanguageModelV4`. The trail of a call is in `providerMetadata.hydrogenai.routing`; wishes for a call go into
 * `providerOptions.hydrogenai`.
 */
export class PooledLanguageModel implements LanguageModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider = POOL_PROVIDER;
  /** None: which URLs a provider fetches by itself differs, so files are sent as data. */
  readonly supportedUrls: Record<string, RegExp[]> = {};

  constructor(
    readonly modelId: string,
    private readonly pool: ModelPool,
  ) {}

  async doGenerate(options: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const { result, routing, attempt } = await this.pool.generate(this.modelId, wishesIn(options), options);
    const content = result.content.map((part) => sign(part, attempt.candidate.lane));
    return {
      ...result,
      content,
      providerMetadata: { ...result.providerMetadata, ...routingMetadata(routing) },
    };
  }

  async doStream(options: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamResult> {
    const { result } = await this.pool.stream(this.modelId, wishesIn(options), options);
    return result;
  }
}
