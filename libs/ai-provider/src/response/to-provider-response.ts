import type {
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { ProviderResponse, RoutingTrail, TokenUsage } from '@hydrogenai/common/models';
import type { Candidate } from '../candidates/candidate.js';
import type { ToolCall } from './generate-request.js';

export interface AnswerParts {
  readonly content: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly reasoning?: string | undefined;
  readonly candidate: Candidate;
  /** Whole micro-dollars; `null` when the price is not known. */
  readonly cost: number | null;
  readonly usage: LanguageModelV4Usage;
  readonly finishReason: LanguageModelV4FinishReason;
  readonly routing: RoutingTrail;
}

export function toProviderResponse(answer: AnswerParts): ProviderResponse {
  const { content, toolCalls = [], reasoning, candidate, cost, usage, finishReason, routing } = answer;
  const tokens = toTokenUsage(usage);
  const { inputTokens, outputTokens } = tokens;
  return {
    content,
    ...(toolCalls.length === 0 ? {} : { toolCalls: toolCalls.map((call) => ({ ...call })) }),
    ...(reasoning === undefined || reasoning === '' ? {} : { reasoning }),
    provider: candidate.provider,
    model: candidate.model,
    tokensUsed: inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens,
    cost,
    usage: tokens,
    finishReason: finishReason.unified,
    routing,
  };
}

export function textOf(content: readonly LanguageModelV4Content[]): string {
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

export function reasoningOf(content: readonly LanguageModelV4Content[]): string {
  return content.map((part) => (part.type === 'reasoning' ? part.text : '')).join('');
}

/** Tools that the application is to run; those that ran at the provider are in its text. */
export function toolCallsOf(content: readonly LanguageModelV4Content[], lane: string): ToolCall[] {
  return content.flatMap((part) => toToolCall(part, lane) ?? []);
}

export function toToolCall(part: { readonly type: string }, lane: string): ToolCall | undefined {
  if (!isToolCall(part) || part.providerExecuted === true) return undefined;
  return { id: part.toolCallId, name: part.toolName, input: parsed(part.input), candidate: lane };
}

type ToolCallContent = Extract<LanguageModelV4Content, { type: 'tool-call' }>;

function isToolCall(part: { readonly type: string }): part is ToolCallContent {
  return part.type === 'tool-call';
}

/** The arguments as JSON; the text where the model wrote none. */
function parsed(input: string): unknown {
  try {
    return JSON.parse(input === '' ? '{}' : input);
  } catch {
    // Not JSON: the application checks arguments anyway, and sees what the model wrote.
    return input;
  }
}

export function toTokenUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): TokenUsage {
  return {
    inputTokens: inputTokens.total ?? null,
    cachedInputTokens: inputTokens.cacheRead ?? null,
    cacheWriteTokens: inputTokens.cacheWrite ?? null,
    outputTokens: outputTokens.total ?? null,
    reasoningTokens: outputTokens.reasoning ?? null,
  };
}
