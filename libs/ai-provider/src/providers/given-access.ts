import { InvalidOptionError } from '@hydrogenai/common';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import { embeddingModelAsV4, languageModelAsV4 } from '../interop/as-v4.js';
import type { ProviderAccess } from './provider-access.js';
import type { GivenProviderOptions } from './provider-options.js';

/** Models that the application brings: one that writes, one that embeds, or both. @throws InvalidOptionError */
export function givenAccess(field: string, options: GivenProviderOptions): ProviderAccess {
  const language = 'model' in options ? languageModelAsV4(options.model, `${field}.model`) : undefined;
  const embedding =
    options.embeddingModel === undefined
      ? undefined
      : embeddingModelAsV4(options.embeddingModel, `${field}.embeddingModel`);
  return {
    languageModel: (modelId) => named(language, modelId, `${field}.model`),
    embeddingModel: (modelId) => named(embedding, modelId, `${field}.embeddingModel`),
  };
}

function named<Model extends { readonly modelId: string }>(
  model: Model | undefined,
  modelId: string,
  field: string,
): Model {
  if (model === undefined) {
    throw new InvalidOptionError({ field, accepted: 'a model of the AI SDK', received: undefined });
  }
  if (modelId !== model.modelId) throw new UnknownNameError('model', modelId, [model.modelId]);
  return model;
}
