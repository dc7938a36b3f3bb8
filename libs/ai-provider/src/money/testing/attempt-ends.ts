import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Candidate } from '../../candidates/candidate.js';
import type { ProviderFailure } from '../../errors/error-kind.js';
import type { AttemptEnd, CallProfile } from '../../failover/attempt-end.js';

/** A candidate for specs that never call it. */
export function candidateOf(provider: string, model: string, account: string = provider): Candidate {
  return { id: `${provider}/${model}`, provider, model, account, lane: `${account}/${model}` };
}

export function usageOf(input: number, output: number): LanguageModelV4Usage {
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
}

export interface EndParts {
  readonly candidate?: Candidate;
  readonly profile?: Partial<CallProfile>;
  readonly failure?: ProviderFailure;
  readonly usage?: LanguageModelV4Usage;
  readonly outputCharacters?: number;
  readonly ms?: number;
  readonly firstTokenMs?: number;
  readonly index?: number;
}

/** How an attempt ended. Default: answered, without a usage. */
export function endOf(parts: EndParts = {}): AttemptEnd {
  const { candidate = candidateOf('openai', 'gpt-5.4-mini'), failure, firstTokenMs } = parts;
  return {
    candidate,
    profile: { inputTokens: 0, maxOutputTokens: undefined, ...parts.profile },
    entry: {
      provider: candidate.provider,
      model: candidate.model,
      outcome: failure ? 'failed' : 'answered',
      ms: parts.ms ?? 10,
      ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    },
    failure,
    usage: parts.usage,
    limitHeaders: undefined,
    outputCharacters: parts.outputCharacters ?? 0,
    ...(parts.index === undefined ? {} : { index: parts.index }),
  };
}
