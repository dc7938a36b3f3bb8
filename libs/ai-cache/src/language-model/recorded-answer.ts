import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import type { CacheHit } from '@hydrogenai/common/models';
import { fromJson } from '../rich/rich-value.codec.js';
import { withHit } from './hit-metadata.js';

/** An answer as it is stored. What the provider was asked is not part of it: it would repeat the prompt. */
export type Recorded =
  | { readonly whole: true; readonly answer: unknown }
  /** Nothing to share: who waited for it asks by himself. */
  | { readonly whole: false };

export const NOT_WHOLE: Recorded = { whole: false };

/** A generated answer from the store, as a copy of its own. */
export function replayGenerated(answer: unknown, hit: CacheHit): LanguageModelV4GenerateResult {
  // What is stored under the key of a `generate` call was one of these.
  const result = fromJson(answer) as LanguageModelV4GenerateResult;
  return { ...result, providerMetadata: withHit(result.providerMetadata, hit) };
}
