import type { CacheRequest } from '@hydrogenai/ai-cache';
import type { GenerateRequest } from '@hydrogenai/ai-provider';
import type { QueryRequest } from '@hydrogenai/common/models';

/** What an answer depends on is what its cache key holds: the question as it was written, the facts, the wishes. */
export function cacheRequestFor({ query, context, preferences }: QueryRequest): CacheRequest {
  return {
    namespace: 'answers',
    key: {
      query,
      context: context ?? null,
      modelPreferences: preferences?.modelPreferences ?? null,
      maxTokens: preferences?.maxTokens ?? null,
    },
  };
}

export function generateRequestFor(
  { query, context, preferences }: QueryRequest,
  signal: AbortSignal,
): GenerateRequest {
  const { modelPreferences, fallbackEnabled, maxTokens } = preferences ?? {};
  return {
    prompt: query,
    signal,
    ...(context === undefined ? {} : { system: `Facts to rely on, as JSON: ${JSON.stringify(context)}` }),
    ...(modelPreferences === undefined ? {} : { modelPreferences }),
    ...(fallbackEnabled === undefined ? {} : { fallbackEnabled }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}
