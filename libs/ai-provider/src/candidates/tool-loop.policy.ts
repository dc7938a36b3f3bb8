import type {
  LanguageModelV4Content,
  LanguageModelV4Prompt,
  LanguageModelV4ToolCall,
} from '@ai-sdk/provider';
import { POOL_PROVIDER } from './routing-metadata.js';

/** Writes on a tool call which lane asked for it; the AI SDK carries that into the next prompt. */
export function signToolCall(call: LanguageModelV4ToolCall, lane: string): LanguageModelV4ToolCall {
  return {
    ...call,
    providerMetadata: { ...call.providerMetadata, [POOL_PROVIDER]: { candidate: lane } },
  };
}

export function signToolCalls(content: LanguageModelV4Content[], lane: string): LanguageModelV4Content[] {
  if (!content.some(({ type }) => type === 'tool-call')) return content;
  return content.map((part) => (part.type === 'tool-call' ? signToolCall(part, lane) : part));
}

/**
 * The lane that waits for the tool results at the end of a prompt; `undefined` when there are none, or when it did not
 * sign its calls. In the middle of a tool loop only its model can go on: ids of tool calls and signatures of reasoning
 * mean nothing to another provider, and some of them nothing to another account of the same one.
 */
export function toolLoopOwner(prompt: LanguageModelV4Prompt): string | undefined {
  if (prompt.at(-1)?.role !== 'tool') return undefined;
  const asking = prompt.findLast((message) => message.role === 'assistant');
  for (const part of asking?.content ?? []) {
    const owner =
      part.type === 'tool-call' ? part.providerOptions?.[POOL_PROVIDER]?.['candidate'] : undefined;
    if (typeof owner === 'string') return owner;
  }
  return undefined;
}
