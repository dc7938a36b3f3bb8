import type { LanguageModelV4 } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { resolveAiProviderOptions } from '../pool/resolve-options.js';
import { embeddingModelAsV4 } from './as-v4.js';

const HEAD = { provider: 'old', modelId: 'm', supportedUrls: {} };

describe('another version', () => {
  const nothing = (): void => undefined;
  it.each([
    ['v1', { ...HEAD, specificationVersion: 'v1', doGenerate: nothing }, 'received "v1"'],
    ['none', { ...HEAD, doGenerate: nothing }, 'received an object'],
    ['an embedding model', { ...HEAD, specificationVersion: 'v4', doEmbed: nothing }, 'received "v4"'],
    ['a name', 'gpt-4', 'received "gpt-4"'],
    ['nothing', undefined, 'received nothing'],
  ] satisfies [string, unknown, string][])(
    '(%s) is refused with the versions that are known',
    (_name, model: unknown, received) => {
      const attempt = (): unknown =>
        // Options may come from JavaScript.
        resolveAiProviderOptions({
          providers: { old: { model: model as LanguageModelV4 } },
          models: { chat: { use: ['old/m'] } },
        });
      expect(attempt).toThrow(
        'providers.old.model: expected a LanguageModelV4, V3 or V2 of the AI SDK 7, 6 or 5',
      );
      expect(attempt).toThrow(received);
    },
  );
});

describe('an embedding model of version 3 or 2', () => {
  it.each(['v3', 'v2'] as const)('answers as one of version 4 (%s)', async (specificationVersion) => {
    const old = {
      specificationVersion,
      provider: 'old',
      modelId: 'e',
      maxEmbeddingsPerCall: 7,
      supportsParallelCalls: true,
      doEmbed: async ({ values }: { values: string[] }) => ({
        embeddings: values.map(() => [1, 2]),
        usage: { tokens: 4 },
        ...(specificationVersion === 'v3' ? { warnings: [{ type: 'other' as const, message: 'w' }] } : {}),
      }),
    };
    // The two versions differ in what their answers hold.
    const model = embeddingModelAsV4(old as Parameters<typeof embeddingModelAsV4>[0], 'embeddingModel');
    expect(model).toMatchObject({
      specificationVersion: 'v4',
      maxEmbeddingsPerCall: 7,
      supportsParallelCalls: true,
    });
    expect(await model.doEmbed({ values: ['a'], dimensions: 2 })).toEqual({
      embeddings: [[1, 2]],
      usage: { tokens: 4 },
      warnings: specificationVersion === 'v3' ? [{ type: 'other', message: 'w' }] : [],
    });
  });
});
