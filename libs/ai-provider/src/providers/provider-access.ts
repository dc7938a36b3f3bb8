import { createAnthropic } from '@ai-sdk/anthropic';
import { createGroq } from '@ai-sdk/groq';
import { createOpenAI } from '@ai-sdk/openai';
import type { EmbeddingModelV4, Experimental_BatchV4 as BatchV4, LanguageModelV4 } from '@ai-sdk/provider';
import { InvalidOptionError } from '@hydrogenai/common';
import type { BuiltInProvider, OpenAiProviderOptions } from './provider-options.js';

/** What one account of a provider gives, by the ids of its models. */
export interface ProviderAccess {
  languageModel(modelId: string): LanguageModelV4;
  /** @throws InvalidOptionError when it has none. */
  embeddingModel(modelId: string): EmbeddingModelV4;
  /** Its batch interface, where it has one. */
  batch?(): BatchV4;
}

/** What every package of the AI SDK is made with. */
export interface AccessSettings {
  readonly apiKey: string;
  readonly baseURL: string;
  readonly fetch: typeof globalThis.fetch;
}

/** A provider of the suite, spoken to by its package of the AI SDK. None of these retries what we ask of it. */
export function keyedAccess(
  name: BuiltInProvider,
  { api }: Pick<OpenAiProviderOptions, 'api'>,
  settings: AccessSettings,
): ProviderAccess {
  switch (name) {
    case 'openai': {
      const openai = createOpenAI(settings);
      return {
        languageModel: (modelId) => (api === 'chat' ? openai.chat(modelId) : openai.responses(modelId)),
        embeddingModel: (modelId) => openai.embedding(modelId),
        // Batches are OpenAI's own; servers that only imitate its chat have none, and batches use the Responses API.
        ...(api === 'chat' ? {} : { batch: () => openai.experimental_batch() }),
      };
    }
    case 'anthropic': {
      const anthropic = createAnthropic(settings);
      return {
        languageModel: anthropic,
        embeddingModel: noEmbeddings(name),
        batch: () => anthropic.experimental_batch(),
      };
    }
    case 'groq':
      return { languageModel: createGroq(settings), embeddingModel: noEmbeddings(name) };
    default:
      return name satisfies never;
  }
}

function noEmbeddings(name: BuiltInProvider): (modelId: string) => EmbeddingModelV4 {
  return () => {
    throw new InvalidOptionError({
      field: `providers.${name}`,
      accepted: 'a provider with embeddings: openai, or one with { embeddingModel }',
      received: name,
    });
  };
}
