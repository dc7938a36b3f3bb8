import type {
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { ProviderResponse, RoutingTrail, TokenUsage } from '@hydrogenai/common/models';
import type { Candidate } from '../candidates/candidate.js';

export interface AnswerParts {
  readonly content: string;
  readonly candidate: Candidate;
  readonly usage: LanguageModelV4Usage;
  readonly finishReason: LanguageModelV4FinishReason;
  readonly routing: RoutingTrail;
}

export function toProviderResponse({
  content,
  candidate,
  usage,
  finishReason,
  routing,
}: AnswerParts): ProviderResponse {
  const tokens = toTokenUsage(usage);
  const { inputTokens, outputTokens } = tokens;
  return {
    content,
    provider: candidate.provider,
    model: candidate.model,
    tokensUsed: inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens,
    // Not known until a price list is configured; unknown is null and never 0.
    cost: null,
    usage: tokens,
    finishReason: finishReason.unified,
    routing,
  };
}

export function textOf(content: readonly LanguageModelV4Content[]): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function toTokenUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): TokenUsage {
  return {
    inputTokens: inputTokens.total ?? null,
    cachedInputTokens: inputTokens.cacheRead ?? null,
    outputTokens: outputTokens.total ?? null,
  };
}
