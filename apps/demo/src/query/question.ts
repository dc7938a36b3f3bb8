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
      model: preferences?.model ?? null,
      modelPreferences: preferences?.modelPreferences ?? null,
      maxTokens: preferences?.maxTokens ?? null,
    },
  };
}

/**
 * The question as the providers get it. Of who asks it says the conversation, which is an id; nobody is authenticated yet.
 * @param feature endpoint, for `GET /v1/usage`.
 */
export function generateRequestFor(
  { query, sessionId, context, preferences }: QueryRequest,
  feature: 'query' | 'stream',
): GenerateRequest {
  const { model, modelPreferences, fallbackEnabled, maxTokens } = preferences ?? {};
  return {
    prompt: query,
    feature,
    ...(sessionId === undefined ? {} : { session: sessionId }),
    ...(context === undefined ? {} : { system: `Facts to rely on, as JSON: ${JSON.stringify(context)}` }),
    ...(model === undefined ? {} : { model }),
    ...(modelPreferences === undefined ? {} : { modelPreferences }),
    ...(fallbackEnabled === undefined ? {} : { fallbackEnabled }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}
