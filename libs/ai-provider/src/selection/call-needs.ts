import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { CallProfile } from '../failover/attempt-end.js';

/** What a request asks of whoever answers it. */
export interface CallNeeds {
  /** Estimated tokens of the prompt. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number | undefined;
  readonly tools: boolean;
  readonly images: boolean;
  readonly jsonSchema: boolean;
}

/** Fields that cost time are read when somebody asks: most logical models need none of them. */
export function needsOf(call: LanguageModelV4CallOptions, profile: CallProfile): CallNeeds {
  const { tools, responseFormat, maxOutputTokens, prompt } = call;
  return {
    get inputTokens() {
      return profile.inputTokens;
    },
    maxOutputTokens,
    tools: tools !== undefined && tools.length > 0,
    get images() {
      return hasImages(prompt);
    },
    jsonSchema: responseFormat?.type === 'json' && responseFormat.schema !== undefined,
  };
}

function hasImages(prompt: LanguageModelV4Prompt): boolean {
  return prompt.some(
    ({ role, content }) =>
      role === 'user' && content.some((part) => part.type === 'file' && part.mediaType.startsWith('image')),
  );
}
