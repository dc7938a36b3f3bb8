import {
  chatChoice,
  chatFinishReason,
  chatHead,
  chatMessage,
  chatToolCallDeltas,
  chatUsage,
} from './chat-completion.js';
import { readChatRequest } from './chat-request.js';
import { brokenFrame, sseFrame } from './sse-frame.js';
import type { Completion, StreamFrames, TextEndpoint } from './wire-endpoint.types.js';

/** OpenAI `POST /v1/chat/completions`. */
export const openAiChat: TextEndpoint = {
  kind: 'text',
  read: readChatRequest,
  json: (completion) => ({
    ...chatHead('chat.completion', completion),
    choices: [
      {
        index: 0,
        message: { ...chatMessage(completion), refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: chatFinishReason(completion.finish),
      },
    ],
    usage: chatUsage(completion.usage),
    service_tier: 'default',
    system_fingerprint: 'fp_simulated',
  }),
  stream: openAiChatFrames,
};

function openAiChatFrames(completion: Completion): StreamFrames {
  const { streamUsage } = completion.request;
  const chunk = (choices: readonly unknown[], usage: unknown = null) => ({
    ...chatHead('chat.completion.chunk', completion),
    service_tier: 'default',
    system_fingerprint: 'fp_simulated',
    choices,
    // With include_usage every chunk has the field, null in all but the last one.
    ...(streamUsage && { usage }),
  });
  const deltas = [...completion.chunks.map((text) => ({ content: text })), ...chatToolCallDeltas(completion)];
  const content = deltas.map((delta) => chunk(chatChoice(delta)));
  return {
    preamble: [sseFrame(chunk(chatChoice({ role: 'assistant', content: '', refusal: null })))],
    content: content.map((each) => sseFrame(each)),
    finish: [
      sseFrame(chunk(chatChoice({}, chatFinishReason(completion.finish)))),
      ...(streamUsage ? [sseFrame(chunk([], chatUsage(completion.usage)))] : []),
      'data: [DONE]\n\n',
    ],
    error: (error) => [sseFrame(error.body)],
    broken: brokenFrame(content[0] ?? chunk(chatChoice({ content: '' }))),
  };
}
