import { chunksOf } from '../answers.policy.js';
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

/** Groq `POST /openai/v1/chat/completions`: OpenAI's chat with `x_groq` and usage always in the last chunk. */
export const groqChat: TextEndpoint = {
  kind: 'text',
  read: readChatRequest,
  json: (completion) => ({
    ...chatHead('chat.completion', completion),
    choices: [
      {
        index: 0,
        message: {
          ...chatMessage(completion),
          ...(completion.reasoning !== '' && { reasoning: completion.reasoning }),
        },
        logprobs: null,
        finish_reason: chatFinishReason(completion.finish),
      },
    ],
    usage: chatUsage(completion.usage),
    system_fingerprint: 'fp_simulated',
    x_groq: { id: groqId(completion) },
    service_tier: 'on_demand',
  }),
  stream: groqChatFrames,
};

function groqId({ serial }: Completion): string {
  return `req_sim${serial}`;
}

function groqChatFrames(completion: Completion): StreamFrames {
  const chunk = (choices: readonly unknown[], extras: Readonly<Record<string, unknown>> = {}) => ({
    ...chatHead('chat.completion.chunk', completion),
    system_fingerprint: 'fp_simulated',
    choices,
    ...extras,
  });
  const id = groqId(completion);
  const usage = chatUsage(completion.usage);
  const deltas = [
    ...chunksOf(completion.reasoning).map((text) => ({ reasoning: text })),
    ...completion.chunks.map((text) => ({ content: text })),
    ...chatToolCallDeltas(completion),
  ];
  const content = deltas.map((delta) => chunk(chatChoice(delta)));
  return {
    preamble: [sseFrame(chunk(chatChoice({ role: 'assistant', content: '' }), { x_groq: { id } }))],
    content: content.map((each) => sseFrame(each)),
    finish: [
      sseFrame(chunk(chatChoice({}, chatFinishReason(completion.finish)), { x_groq: { id, usage } })),
      ...(completion.request.streamUsage ? [sseFrame(chunk([], { usage }))] : []),
      'data: [DONE]\n\n',
    ],
    error: (error) => [sseFrame(error.body, 'error')],
    broken: brokenFrame(content[0] ?? chunk(chatChoice({ content: '' }))),
  };
}
