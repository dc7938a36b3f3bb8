import { estimateTokens, type TokenUsage } from '../usage.policy.js';
import { readMessagesRequest, readPrompt } from './anthropic.request.js';
import { blocksOf } from './anthropic-blocks.js';
import { promptText } from './content-text.js';
import { brokenFrame, sseFrame } from './sse-frame.js';
import type { Completion, FigureEndpoint, StreamFrames, TextEndpoint } from './wire-endpoint.types.js';

/** Anthropic `POST /v1/messages`. */
export const anthropicMessages: TextEndpoint = {
  kind: 'text',
  read: readMessagesRequest,
  json: (completion) =>
    messageOf(
      completion,
      blocksOf(completion).map(({ whole }) => whole),
      stopOf(completion),
    ),
  stream: messagesFrames,
};

/** Anthropic `POST /v1/messages/count_tokens`. */
export const anthropicCountTokens: FigureEndpoint = {
  kind: 'figures',
  read(body) {
    const { model, messages } = readPrompt(body);
    const inputTokens = estimateTokens(promptText(messages));
    return { model, inputTokens, json: () => ({ input_tokens: inputTokens }) };
  },
};

function messageOf(
  completion: Completion,
  content: readonly unknown[],
  stop: ReturnType<typeof stopOf> | typeof NO_STOP,
) {
  return {
    id: `msg_sim${completion.serial}`,
    type: 'message',
    role: 'assistant',
    model: completion.request.model,
    content,
    ...stop,
    usage: { ...usageOf(completion.usage), service_tier: 'standard' },
  };
}

const NO_STOP = { stop_reason: null, stop_sequence: null };

function stopOf({ finish }: Completion) {
  switch (finish.reason) {
    case 'stop':
      return { stop_reason: 'end_turn', stop_sequence: null };
    case 'length':
      return { stop_reason: 'max_tokens', stop_sequence: null };
    case 'toolCalls':
      return { stop_reason: 'tool_use', stop_sequence: null };
    case 'stopSequence':
      return { stop_reason: 'stop_sequence', stop_sequence: finish.sequence };
    default:
      return finish satisfies never;
  }
}

/** Anthropic's `input_tokens` leave out what the cache served or stored. */
function usageOf({ input, cacheRead, cacheWrite, output }: TokenUsage) {
  return {
    input_tokens: input - cacheRead - cacheWrite,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    output_tokens: output,
  };
}

function messagesFrames(completion: Completion): StreamFrames {
  const event = <Event extends { readonly type: string }>(data: Event) => sseFrame(data, data.type);
  const started = messageOf(completion, [], NO_STOP);
  const blocks = blocksOf(completion).map(({ begun, deltas }, index) => ({
    start: event({ type: 'content_block_start', index, content_block: begun }),
    deltas: deltas.map((delta) => event({ type: 'content_block_delta', index, delta })),
    stop: event({ type: 'content_block_stop', index }),
  }));
  const [first, ...others] = blocks;
  return {
    preamble: [
      event({
        type: 'message_start',
        // Output is counted from the first token on; the final figure comes with message_delta.
        message: {
          ...started,
          usage: { ...started.usage, output_tokens: Math.min(1, completion.usage.output) },
        },
      }),
      ...(first ? [first.start] : []),
      event({ type: 'ping' }),
    ],
    // Every block after the first begins in the frame of its first piece, so that a cut never leaves one without its start.
    content: [
      ...(first ? withStop(first.deltas, first.stop) : []),
      ...others.flatMap(({ start, deltas, stop }) =>
        withStop([start + (deltas[0] ?? ''), ...deltas.slice(1)], stop),
      ),
    ],
    finish: [
      event({ type: 'message_delta', delta: stopOf(completion), usage: usageOf(completion.usage) }),
      event({ type: 'message_stop' }),
    ],
    error: (error) => [sseFrame(error.body, 'error')],
    broken: brokenFrame(
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: completion.text } },
      'content_block_delta',
    ),
  };
}

/** The last piece of a block carries its end. */
function withStop(pieces: readonly string[], stop: string): readonly string[] {
  return pieces.length === 0 ? [stop] : [...pieces.slice(0, -1), `${pieces.at(-1) ?? ''}${stop}`];
}
