import { createAnthropic } from '@ai-sdk/anthropic';
import { createGroq } from '@ai-sdk/groq';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { BuiltInProvider, KeyedProviderOptions, OpenAiProviderOptions } from './provider-options.js';

/** Makes the model of a provider by its id. The packages of the AI SDK speak the wires; none of them retries. */
export type ModelFactory = (modelId: string) => LanguageModelV4;

export function createModelFactory(
  name: BuiltInProvider,
  options: OpenAiProviderOptions,
  fetch: typeof globalThis.fetch,
): ModelFactory {
  const settings = { ...settingsOf(options), fetch };
  switch (name) {
    case 'groq':
      return createGroq(settings);
    case 'anthropic':
      return createAnthropic(settings);
    case 'openai': {
      const openai = createOpenAI(settings);
      return (modelId) => (options.api === 'chat' ? openai.chat(modelId) : openai.responses(modelId));
    }
  }
}

export function settingsOf({ apiKey, baseUrl }: KeyedProviderOptions): { apiKey: string; baseURL?: string } {
  return baseUrl === undefined ? { apiKey } : { apiKey, baseURL: baseUrl };
}
