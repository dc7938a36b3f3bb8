import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { textOf, toolCallsOf, toTokenUsage } from '../response/to-provider-response.js';
import type { BatchAnswer } from './batch.types.js';

export function toBatchAnswer(
  { content, usage, finishReason, response }: LanguageModelV4GenerateResult,
  provider: string,
  model: string | undefined,
): BatchAnswer {
  const answered = model ?? response?.modelId ?? 'unknown';
  return {
    content: textOf(content),
    toolCalls: toolCallsOf(content, `${provider}/${answered}`),
    model: answered,
    usage: toTokenUsage(usage),
    finishReason: finishReason.unified,
  };
}
