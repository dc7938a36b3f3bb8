import type { Finish } from '../answers.policy.js';
import type { TokenUsage } from '../usage.policy.js';
import type { CompletedToolCall, Completion } from './wire-endpoint.types.js';

/** The parts of a chat completion that OpenAI and Groq share. */
export function chatHead(object: 'chat.completion' | 'chat.completion.chunk', completion: Completion) {
  return {
    id: `chatcmpl-sim${completion.serial}`,
    object,
    created: completion.createdSeconds,
    model: completion.request.model,
  };
}

export function chatUsage({ input, cacheRead, output, reasoning }: TokenUsage) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cacheRead },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

type ChatFinishReason = 'stop' | 'length' | 'tool_calls';

export function chatFinishReason({ reason }: Finish): ChatFinishReason {
  switch (reason) {
    case 'stop':
    case 'stopSequence':
      return 'stop';
    case 'length':
      return 'length';
    case 'toolCalls':
      return 'tool_calls';
    default:
      return reason satisfies never;
  }
}

/** What the message says: no text is null, and there are calls only where there are some. */
export function chatMessage({ text, toolCalls, serial }: Completion) {
  return {
    role: 'assistant',
    content: text === '' && toolCalls.length > 0 ? null : text,
    ...(toolCalls.length > 0 && { tool_calls: toolCalls.map((call) => chatToolCall(serial, call)) }),
  };
}

export function chatToolCall(serial: number, { index, name, arguments: json }: CompletedToolCall) {
  return { id: `call_sim${serial}_${index}`, type: 'function', function: { name, arguments: json } };
}

/** The calls of a stream: the name first, the arguments in the next piece. */
export function chatToolCallDeltas({
  serial,
  toolCalls,
}: Completion): readonly Readonly<Record<string, unknown>>[] {
  return toolCalls.flatMap((call) => {
    const { index } = call;
    const begun = chatToolCall(serial, { ...call, arguments: '' });
    return [
      { tool_calls: [{ index, ...begun }] },
      { tool_calls: [{ index, function: { arguments: call.arguments } }] },
    ];
  });
}

/** The one choice of a chunk. */
export function chatChoice(
  delta: Readonly<Record<string, unknown>>,
  finishReason: ChatFinishReason | null = null,
) {
  return [{ index: 0, delta, logprobs: null, finish_reason: finishReason }];
}
