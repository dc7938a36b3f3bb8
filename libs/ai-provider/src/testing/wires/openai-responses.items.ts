import { chunksOf } from '../answers.policy.js';
import type { Completion } from './wire-endpoint.types.js';

export type ResponsesEvent = { readonly type: string } & Readonly<Record<string, unknown>>;

/** One output item of a response: as it is in the end, and its events in a stream. */
export interface ResponsesItem {
  readonly whole: Readonly<Record<string, unknown>>;
  readonly begin: readonly ResponsesEvent[];
  readonly pieces: readonly ResponsesEvent[];
  readonly end: readonly ResponsesEvent[];
}

/** Reasoning, then the message, then the function calls; a message alone may be empty. */
export function itemsOf(
  completion: Completion,
  status: 'completed' | 'incomplete',
): readonly ResponsesItem[] {
  const { text, reasoning, toolCalls } = completion;
  const silent = text === '' && toolCalls.length > 0;
  const makers = [
    ...(reasoning === '' ? [] : [(index: number) => reasoningItem(completion, index)]),
    ...(silent ? [] : [(index: number) => messageItem(completion, status, index)]),
    ...toolCalls.map((call) => (index: number) => functionItem(completion, call, index)),
  ];
  return makers.map((make, index) => make(index));
}

function reasoningItem({ reasoning, serial }: Completion, output_index: number): ResponsesItem {
  const id = `rs_sim${serial}`;
  const at = { item_id: id, output_index, summary_index: 0 };
  const item = (summary: readonly unknown[]) => ({ id, type: 'reasoning', summary, encrypted_content: null });
  const part = (text: string) => ({ type: 'summary_text', text });
  const whole = item([part(reasoning)]);
  return {
    whole,
    begin: [
      { type: 'response.output_item.added', output_index, item: item([]) },
      { type: 'response.reasoning_summary_part.added', ...at, part: part('') },
    ],
    pieces: chunksOf(reasoning).map((delta) => ({
      type: 'response.reasoning_summary_text.delta',
      ...at,
      delta,
    })),
    end: [
      { type: 'response.reasoning_summary_text.done', ...at, text: reasoning },
      { type: 'response.reasoning_summary_part.done', ...at, part: part(reasoning) },
      { type: 'response.output_item.done', output_index, item: whole },
    ],
  };
}

function messageItem(
  { serial, text, chunks }: Completion,
  status: 'completed' | 'incomplete',
  output_index: number,
): ResponsesItem {
  const id = `msg_sim${serial}`;
  const at = { item_id: id, output_index, content_index: 0 };
  const item = (state: string, content: readonly unknown[]) => ({
    id,
    type: 'message',
    status: state,
    role: 'assistant',
    content,
  });
  const whole = item(status, [textPart(text)]);
  return {
    whole,
    begin: [
      { type: 'response.output_item.added', output_index, item: item('in_progress', []) },
      { type: 'response.content_part.added', ...at, part: textPart('') },
    ],
    pieces: chunks.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    end: [
      { type: 'response.output_text.done', ...at, text, logprobs: [] },
      { type: 'response.content_part.done', ...at, part: textPart(text) },
      { type: 'response.output_item.done', output_index, item: whole },
    ],
  };
}

function textPart(text: string) {
  return { type: 'output_text', annotations: [], logprobs: [], text };
}

function functionItem(
  { serial }: Completion,
  call: Completion['toolCalls'][number],
  output_index: number,
): ResponsesItem {
  const id = `fc_sim${serial}_${call.index}`;
  const item = (status: string, json: string) => ({
    id,
    type: 'function_call',
    status,
    call_id: `call_sim${serial}_${call.index}`,
    name: call.name,
    arguments: json,
  });
  const at = { item_id: id, output_index };
  const whole = item('completed', call.arguments);
  return {
    whole,
    begin: [{ type: 'response.output_item.added', output_index, item: item('in_progress', '') }],
    pieces: [{ type: 'response.function_call_arguments.delta', ...at, delta: call.arguments }],
    end: [
      { type: 'response.function_call_arguments.done', ...at, arguments: call.arguments },
      { type: 'response.output_item.done', output_index, item: whole },
    ],
  };
}
