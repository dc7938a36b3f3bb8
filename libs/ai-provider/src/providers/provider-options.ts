import type { ProviderLimitsOptions } from '../admission/provider-limits.js';
import type { AnyEmbeddingModel, AnyLanguageModel } from '../interop/as-v4.js';

/** The providers whose wire the suite speaks by itself. */
export const BUILT_IN_PROVIDERS = ['groq', 'openai', 'anthropic'] as const;

export type BuiltInProvider = (typeof BUILT_IN_PROVIDERS)[number];

/** A provider of the suite, reached over HTTP with a key. */
export interface KeyedProviderOptions extends ProviderLimitsOptions {
  /**
   * API key, or several: requests are spread over them, and a key that is refused, unpaid or at its limit is left alone
   * while the others go on. Limits belong to organisations, so keys of one organisation share theirs. A key is sent to
   * `baseUrl` only, and never followed to another host.
   */
  readonly apiKey: string | readonly string[];
  /** Base URL of the API, without a trailing slash. Default: the provider's own. */
  readonly baseUrl?: string;
}

export interface OpenAiProviderOptions extends KeyedProviderOptions {
  /** Which of OpenAI's APIs is spoken. Servers that only imitate OpenAI know `chat`. Default: `'responses'`. */
  readonly api?: 'responses' | 'chat';
}

/** Any other model of the AI SDK 7, 6 or 5. Its candidate name is `provider/modelId`. */
export interface ModelProviderOptions extends ProviderLimitsOptions {
  /** Writes: a `LanguageModelV4`; V3 and V2 are adapted. */
  readonly model: AnyLanguageModel;
  /** Turns texts into vectors: an `EmbeddingModelV4`; V3 and V2 are adapted. */
  readonly embeddingModel?: AnyEmbeddingModel;
}

/** A provider of embeddings only. */
export interface EmbeddingProviderOptions extends ProviderLimitsOptions {
  readonly embeddingModel: AnyEmbeddingModel;
}

/** Models that the application brings. */
export type GivenProviderOptions = ModelProviderOptions | EmbeddingProviderOptions;

export interface ProvidersOptions {
  readonly groq?: KeyedProviderOptions | GivenProviderOptions;
  readonly openai?: OpenAiProviderOptions | GivenProviderOptions;
  readonly anthropic?: KeyedProviderOptions | GivenProviderOptions;
  readonly [name: string]: KeyedProviderOptions | OpenAiProviderOptions | GivenProviderOptions | undefined;
}
