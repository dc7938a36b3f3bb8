import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';

/** What a request asks of whoever answers it. */
export interface CallNeeds {
  /** Estimated tokens of the prompt. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number | undefined;
  readonly tools: boolean;
  readonly images: boolean;
  readonly jsonSchema: boolean;
}

export function needsOf(call: LanguageModelV4CallOptions, inputTokens: number): CallNeeds {
  const { tools, responseFormat, maxOutputTokens, prompt } = call;
  return {
    inputTokens,
    maxOutputTokens,
    tools: tools !== undefined && tools.length > 0,
    images: hasImages(prompt),
    jsonSchema: responseFormat?.type === 'json' && responseFormat.schema !== undefined,
  };
}

function hasImages(prompt: LanguageModelV4Prompt): boolean {
  return prompt.some(
    ({ role, content }) =>
      role === 'user' && content.some((part) => part.type === 'file' && part.mediaType.startsWith('image')),
  );
}
