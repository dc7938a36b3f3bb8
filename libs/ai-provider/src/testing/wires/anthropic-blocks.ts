import { chunksOf } from '../answers.policy.js';
import type { Completion } from './wire-endpoint.types.js';

/** One content block of a message: as it begins in a stream, its pieces there, and as it is in the end. */
export interface AnthropicBlock {
  readonly begun: Readonly<Record<string, unknown>>;
  readonly deltas: readonly Readonly<Record<string, unknown>>[];
  readonly whole: Readonly<Record<string, unknown>>;
}

/** Thinking, then text, then the tools; text alone may be empty. */
export function blocksOf(completion: Completion): readonly AnthropicBlock[] {
  const { text, reasoning, toolCalls } = completion;
  const silent = text === '' && toolCalls.length > 0;
  return [
    ...(reasoning === '' ? [] : [thinkingBlock(completion)]),
    ...(silent ? [] : [textBlock(completion)]),
    ...toolBlocks(completion),
  ];
}

function thinkingBlock({ reasoning, serial }: Completion): AnthropicBlock {
  const signature = `sim_signature_${serial}`;
  return {
    begun: { type: 'thinking', thinking: '', signature: '' },
    deltas: [
      ...chunksOf(reasoning).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature },
    ],
    whole: { type: 'thinking', thinking: reasoning, signature },
  };
}

function textBlock({ text, chunks }: Completion): AnthropicBlock {
  return {
    begun: { type: 'text', text: '' },
    deltas: chunks.map((piece) => ({ type: 'text_delta', text: piece })),
    whole: { type: 'text', text, citations: null },
  };
}

function toolBlocks({ toolCalls, serial }: Completion): readonly AnthropicBlock[] {
  return toolCalls.map(({ index, name, arguments: json }) => {
    const head = { type: 'tool_use', id: `toolu_sim${serial}_${index}`, name };
    return {
      begun: { ...head, input: {} },
      deltas: [{ type: 'input_json_delta', partial_json: json }],
      whole: { ...head, input: inputOf(json) },
    };
  });
}

/** Anthropic sends arguments as an object; what is none becomes an empty one. */
function inputOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Arguments that are broken on purpose.
    return {};
  }
}
