import type {
  EmbeddingModelV2,
  EmbeddingModelV3,
  EmbeddingModelV4,
  LanguageModelV2,
  LanguageModelV3,
  LanguageModelV4,
} from '@ai-sdk/provider';
import { InvalidOptionError } from '@hydrogenai/common';
import { EmbeddingModelAdapter } from './embedding-model.adapter.js';
import { LanguageModelV2Adapter } from './language-model-v2.adapter.js';
import { LanguageModelV3Adapter } from './language-model-v3.adapter.js';

/** A model of the AI SDK 7, 6 or 5. */
export type AnyLanguageModel = LanguageModelV4 | LanguageModelV3 | LanguageModelV2;

/** A model of the AI SDK 7, 6 or 5 that turns texts into vectors. */
export type AnyEmbeddingModel = EmbeddingModelV4 | EmbeddingModelV3 | EmbeddingModelV2<string>;

/** @throws InvalidOptionError naming the versions that are known. */
export function languageModelAsV4(model: AnyLanguageModel, field: string): LanguageModelV4 {
  switch (versionOf(model, 'doGenerate')) {
    case 'v4':
      // Told apart by the version that it carries, which TypeScript does not see through the call.
      return model as LanguageModelV4;
    case 'v3':
      return new LanguageModelV3Adapter(model as LanguageModelV3);
    case 'v2':
      return new LanguageModelV2Adapter(model as LanguageModelV2);
    default:
      throw wrongVersion(field, 'LanguageModelV4, V3 or V2', model);
  }
}

/** @throws InvalidOptionError naming the versions that are known. */
export function embeddingModelAsV4(model: AnyEmbeddingModel, field: string): EmbeddingModelV4 {
  switch (versionOf(model, 'doEmbed')) {
    case 'v4':
      // As above.
      return model as EmbeddingModelV4;
    case 'v3':
    case 'v2':
      return new EmbeddingModelAdapter(model as EmbeddingModelV3 | EmbeddingModelV2<string>);
    default:
      throw wrongVersion(field, 'EmbeddingModelV4, V3 or V2', model);
  }
}

function versionOf(model: unknown, method: string): unknown {
  if (typeof model !== 'object' || model === null || !(method in model)) return undefined;
  return 'specificationVersion' in model ? model.specificationVersion : undefined;
}

function wrongVersion(field: string, accepted: string, model: unknown): InvalidOptionError {
  const version =
    typeof model === 'object' && model !== null && 'specificationVersion' in model
      ? model.specificationVersion
      : undefined;
  return new InvalidOptionError({
    field,
    accepted: `a ${accepted} of the AI SDK 7, 6 or 5 (specificationVersion 'v4', 'v3' or 'v2')`,
    received: typeof version === 'string' ? version : model,
  });
}
