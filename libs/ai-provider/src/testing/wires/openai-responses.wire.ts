import { brokenFrame, sseFrame } from './sse-frame.js';
import { isObject } from './request-fields.js';
import { readResponsesRequest } from './openai-responses.request.js';
import type { WireError } from '../problem.types.js';
import type { Completion, StreamFrames, TextEndpoint } from './wire-endpoint.types.js';

/** OpenAI `POST /v1/responses`. */
export const openAiResponses: TextEndpoint = {
  kind: 'text',
  read: readResponsesRequest,
  json: finishedResponse,
  stream: responsesFrames,
};

interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly output?: readonly unknown[];
  readonly usage?: unknown;
  readonly error?: unknown;
}

function responseOf(
  completion: Completion,
  { status, output = [], usage = null, error = null }: ResponseState,
) {
  const { serial, request, createdSeconds } = completion;
  return {
    id: `resp_sim${serial}`,
    object: 'response',
    created_at: createdSeconds,
    completed_at: status === 'completed' ? createdSeconds : null,
    status,
    background: false,
    error,
    incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    instructions: null,
    max_output_tokens: request.maxTokens ?? null,
    metadata: {},
    model: request.model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: false,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage,
  };
}

function messageOf(
  { serial }: Completion,
  status: 'in_progress' | 'completed' | 'incomplete',
  content: readonly unknown[],
) {
  return { id: `msg_sim${serial}`, type: 'message', status, role: 'assistant', content };
}

function textPart(text: string) {
  return { type: 'output_text', annotations: [], logprobs: [], text };
}

function finishedResponse(completion: Completion) {
  const { usage, finish, text } = completion;
  const status = finish.reason === 'length' ? 'incomplete' : 'completed';
  return responseOf(completion, {
    status,
    output: [messageOf(completion, status, [textPart(text)])],
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cacheRead },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: usage.input + usage.output,
    },
  });
}

/** The events in OpenAI's order, numbered without a gap. */
function responsesFrames(completion: Completion): StreamFrames {
  const { text, chunks } = completion;
  const whole = finishedResponse(completion);
  const at = { item_id: `msg_sim${completion.serial}`, output_index: 0, content_index: 0 };
  const item = messageOf(completion, whole.status === 'incomplete' ? 'incomplete' : 'completed', [
    textPart(text),
  ]);
  const started = { response: responseOf(completion, { status: 'in_progress' }) };
  const preamble = [
    { type: 'response.created', ...started },
    { type: 'response.in_progress', ...started },
    { type: 'response.output_item.added', output_index: 0, item: messageOf(completion, 'in_progress', []) },
    { type: 'response.content_part.added', ...at, part: textPart('') },
  ];
  const content = chunks.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] }));
  const finish = [
    { type: 'response.output_text.done', ...at, text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: textPart(text) },
    { type: 'response.output_item.done', output_index: 0, item },
    { type: `response.${whole.status}`, response: whole },
  ];
  const events = numbered(0, [...preamble, ...content, ...finish]);
  const frames = events.map((event) => sseFrame(event, event.type));
  return {
    preamble: frames.slice(0, preamble.length),
    content: frames.slice(preamble.length, preamble.length + content.length),
    finish: frames.slice(preamble.length + content.length),
    error: (error, framesBefore) => failure(completion, error, framesBefore),
    broken: brokenFrame(
      { type: 'response.output_text.delta', ...at, delta: text, sequence_number: preamble.length },
      'response.output_text.delta',
    ),
  };
}

/** An `error` event, then `response.failed`: both carry the reason. */
function failure(completion: Completion, { body }: WireError, framesBefore: number): readonly string[] {
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  const events = [
    { type: 'error', error },
    {
      type: 'response.failed',
      response: responseOf(completion, {
        status: 'failed',
        error: { code: error['code'] ?? 'server_error', message: error['message'] },
      }),
    },
  ];
  return numbered(framesBefore, events).map((event) => sseFrame(event, event.type));
}

function numbered<Event extends { readonly type: string }>(from: number, events: readonly Event[]) {
  return events.map((event, index) => ({ ...event, sequence_number: from + index }));
}
