import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { ProviderLimitsOptions } from '../admission/provider-limits.js';

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

/** Any other model: whatever implements the AI SDK's `LanguageModelV4`. Its candidate name is `provider/modelId`. */
export interface ModelProviderOptions extends ProviderLimitsOptions {
  readonly model: LanguageModelV4;
}

export interface ProvidersOptions {
  readonly groq?: KeyedProviderOptions | ModelProviderOptions;
  readonly openai?: OpenAiProviderOptions | ModelProviderOptions;
  readonly anthropic?: KeyedProviderOptions | ModelProviderOptions;
  readonly [name: string]: KeyedProviderOptions | OpenAiProviderOptions | ModelProviderOptions | undefined;
}
