import type { LanguageModelV4FinishReason } from '@ai-sdk/provider';

/** Parts with which a model asks for something to be done. */
const TOOL_PARTS: ReadonlySet<string> = new Set([
  'tool-call',
  'tool-result',
  'tool-approval-request',
  'tool-input-start',
]);

/** Whether an answer came to its end by itself. What was cut, filtered or failed is not kept. */
export function isWholeAnswer(
  finishReason: LanguageModelV4FinishReason | undefined,
  types: Iterable<string>,
  { toolCalls }: { readonly toolCalls: boolean },
): boolean {
  const { unified } = finishReason ?? {};
  if (unified !== 'stop' && !(toolCalls && unified === 'tool-calls')) return false;
  for (const type of types) {
    if (type === 'error' || (!toolCalls && TOOL_PARTS.has(type))) return false;
  }
  return true;
}
