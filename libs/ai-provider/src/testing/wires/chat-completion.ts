import type { Finish } from '../answers.policy.js';
import type { TokenUsage } from '../usage.policy.js';
import type { Completion } from './wire-endpoint.types.js';

/** The parts of a chat completion that OpenAI and Groq share. */
export function chatHead(object: 'chat.completion' | 'chat.completion.chunk', completion: Completion) {
  return {
    id: `chatcmpl-sim${completion.serial}`,
    object,
    created: completion.createdSeconds,
    model: completion.request.model,
  };
}

export function chatUsage({ input, cacheRead, output }: TokenUsage) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cacheRead },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

export function chatFinishReason({ reason }: Finish): 'stop' | 'length' {
  switch (reason) {
    case 'stop':
    case 'stopSequence':
      return 'stop';
    case 'length':
      return 'length';
    default:
      return reason satisfies never;
  }
}

/** The one choice of a chunk. */
export function chatChoice(
  delta: Readonly<Record<string, unknown>>,
  finishReason: 'stop' | 'length' | null = null,
) {
  return [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
}
