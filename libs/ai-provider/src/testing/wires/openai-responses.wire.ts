import { brokenFrame, sseFrame } from './sse-frame.js';
import { isObject } from './request-fields.js';
import { itemsOf, type ResponsesEvent, type ResponsesItem } from './openai-responses.items.js';
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

function statusOf({ finish }: Completion): 'completed' | 'incomplete' {
  return finish.reason === 'length' ? 'incomplete' : 'completed';
}

function finishedResponse(completion: Completion) {
  const { usage } = completion;
  const status = statusOf(completion);
  return responseOf(completion, {
    status,
    output: itemsOf(completion, status).map(({ whole }) => whole),
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cacheRead },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning },
      total_tokens: usage.input + usage.output,
    },
  });
}

/** The events in OpenAI's order, numbered without a gap. The first item begins in the preamble, the others with content. */
function responsesFrames(completion: Completion): StreamFrames {
  const { text } = completion;
  const whole = finishedResponse(completion);
  const [first, ...others] = itemsOf(completion, statusOf(completion));
  const started = { response: responseOf(completion, { status: 'in_progress' }) };
  const preamble: readonly ResponsesEvent[] = [
    { type: 'response.created', ...started },
    { type: 'response.in_progress', ...started },
    ...(first?.begin ?? []),
  ];
  const last = others.length > 0 ? [...(first?.end ?? []), ...allButEnd(others)] : [];
  const content = [...(first?.pieces ?? []), ...last];
  const finish: readonly ResponsesEvent[] = [
    ...((others.at(-1) ?? first)?.end ?? []),
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
      {
        type: 'response.output_text.delta',
        item_id: `msg_sim${completion.serial}`,
        output_index: 0,
        content_index: 0,
        delta: text,
        sequence_number: preamble.length,
      },
      'response.output_text.delta',
    ),
  };
}

/** All events of items but the end of the last one, which belongs to the end of the stream. */
function allButEnd(items: readonly ResponsesItem[]): readonly ResponsesEvent[] {
  return items.flatMap(({ begin, pieces, end }, index) => [
    ...begin,
    ...pieces,
    ...(index < items.length - 1 ? end : []),
  ]);
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
