import type {
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { ProviderResponse, RoutingTrail } from '@hydrogenai/common/models';
import type { Candidate } from '../candidates/candidate.js';
import type { Answered } from '../failover/failover-run.js';
import type { ToolCall } from './generate-request.js';
import { toProviderResponse, toToolCall } from './to-provider-response.js';

/** One step of an answer that comes piece by piece. */
export type ResponseEvent =
  | {
      readonly type: 'start';
      readonly provider: string;
      readonly model: string;
      readonly routing: RoutingTrail;
    }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'tool-call'; readonly toolCall: ToolCall }
  | { readonly type: 'finish'; readonly response: ProviderResponse };

/** Translates the AI SDK's parts. The stream's own errors pass through. */
export async function* readResponseStream(
  { attempt, routing, result }: Answered<LanguageModelV4StreamResult>,
  costOf: (candidate: Candidate, usage: LanguageModelV4Usage) => number | null,
  includeReasoning = false,
): AsyncGenerator<ResponseEvent, void, undefined> {
  const { candidate } = attempt;
  let content = '';
  let reasoning = '';
  const toolCalls: ToolCall[] = [];
  const parts: AsyncIterable<LanguageModelV4StreamPart> = result.stream;
  let started = false;
  for await (const part of parts) {
    // Inside the loop, because leaving the loop is what closes the stream: who leaves at the start must close it too.
    if (!started) yield { type: 'start', provider: candidate.provider, model: candidate.model, routing };
    started = true;
    if (part.type === 'text-delta' && part.delta !== '') {
      content += part.delta;
      yield { type: 'text', text: part.delta };
    }
    if (part.type === 'reasoning-delta' && part.delta !== '') {
      if (includeReasoning) reasoning += part.delta;
      yield { type: 'reasoning', text: part.delta };
    }
    const toolCall = toToolCall(part, candidate.lane);
    if (toolCall) {
      toolCalls.push(toolCall);
      yield { type: 'tool-call', toolCall };
    }
    if (part.type === 'finish') {
      const { usage, finishReason } = part;
      const cost = costOf(candidate, usage);
      const answer = { content, toolCalls, reasoning, candidate, cost, usage, finishReason, routing };
      yield { type: 'finish', response: toProviderResponse(answer) };
    }
  }
}
