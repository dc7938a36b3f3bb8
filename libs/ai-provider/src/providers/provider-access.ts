import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import type { EmbeddingModelV4, Experimental_BatchV4 as BatchV4, LanguageModelV4 } from '@ai-sdk/provider';
import { InvalidOptionError } from '@hydrogenai/common';
import { createModelFactory, settingsOf } from './model-factories.js';
import type { BuiltInProvider, OpenAiProviderOptions } from './provider-options.js';

/** What one provider gives, by the ids of its models. */
export interface ProviderAccess {
  languageModel(modelId: string): LanguageModelV4;
  /** @throws InvalidOptionError when it has none. */
  embeddingModel(modelId: string): EmbeddingModelV4;
  /** Its batch interface, where it has one. */
  batch?(): BatchV4;
}

/** A provider of the suite, spoken to by its package of the AI SDK. */
export function keyedAccess(
  name: BuiltInProvider,
  options: OpenAiProviderOptions,
  fetch: typeof globalThis.fetch,
): ProviderAccess {
  const languageModel = createModelFactory(name, options, fetch);
  const settings = { ...settingsOf(options), fetch };
  switch (name) {
    case 'openai': {
      const openai = createOpenAI(settings);
      return {
        languageModel,
        embeddingModel: (modelId) => openai.embedding(modelId),
        // Batches are OpenAI's own; servers that only imitate its chat have none, and batches use the Responses API.
        ...(options.api === 'chat' ? {} : { batch: () => openai.experimental_batch() }),
      };
    }
    case 'anthropic': {
      const anthropic = createAnthropic(settings);
      return {
        languageModel,
        embeddingModel: noEmbeddings(name),
        batch: () => anthropic.experimental_batch(),
      };
    }
    case 'groq':
      return { languageModel, embeddingModel: noEmbeddings(name) };
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
