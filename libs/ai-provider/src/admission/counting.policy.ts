import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { AttemptEnd, CallProfile } from '../failover/attempt-end.js';
import type { Counted } from './limit-kind.js';
import type { ProviderFamily } from './learned-limit.policy.js';

/** What one attempt counts for under each sort of limit. */
export type Amounts = Readonly<Record<Counted, number>>;

/** How a provider counts. */
export interface CountingRule {
  /** Input that is read from the prompt cache counts like other input. */
  readonly cachedInputCounts: boolean;
  /** What the caller allows for the output counts when the request comes, whatever is used of it. */
  readonly allowedOutputCounts: boolean;
  /** A request that may use more output than fits into the limit is refused for good, and not let run as far as it goes. */
  readonly allowedOutputMustFit: boolean;
  /** A request that is answered with 429 counts as a request. */
  readonly refusedRequestsCount: boolean;
}

export const COUNTING_RULES: Readonly<Record<ProviderFamily, CountingRule>> = {
  // "max_tokens" and the prompt are counted when the request comes, cached prompts included, unsuccessful requests, too:
  // https://platform.openai.com/docs/guides/rate-limits, https://platform.openai.com/docs/guides/prompt-caching
  openai: {
    cachedInputCounts: true,
    allowedOutputCounts: true,
    allowedOutputMustFit: true,
    refusedRequestsCount: true,
  },
  // "Cached tokens do not count towards your rate limits"; a request larger than the limit is refused with its maximum:
  // https://console.groq.com/docs/rate-limits
  groq: {
    cachedInputCounts: false,
    allowedOutputCounts: false,
    allowedOutputMustFit: true,
    refusedRequestsCount: false,
  },
  // "cache_read_input_tokens do not count towards ITPM for most models", "max_tokens does not factor into OTPM":
  // https://docs.claude.com/en/api/rate-limits
  anthropic: {
    cachedInputCounts: false,
    allowedOutputCounts: false,
    allowedOutputMustFit: false,
    refusedRequestsCount: false,
  },
};

export const NOTHING: Amounts = { requests: 0, tokens: 0, inputTokens: 0, outputTokens: 0 };

/** What an attempt with so many tokens counts for. */
export function amountsOf(inputTokens: number, outputTokens: number): Amounts {
  return { requests: 1, tokens: inputTokens + outputTokens, inputTokens, outputTokens };
}

export function addAmounts(left: Amounts, right: Amounts, times: 1 | -1): Amounts {
  return {
    requests: left.requests + right.requests * times,
    tokens: left.tokens + right.tokens * times,
    inputTokens: left.inputTokens + right.inputTokens * times,
    outputTokens: left.outputTokens + right.outputTokens * times,
  };
}

/**
 * What an attempt that has ended counts for. Only what the provider surely did not count is given back; where it says
 * nothing, the estimate stands.
 */
export function settledAmounts(rule: CountingRule, end: AttemptEnd, reserved: Amounts): Amounts {
  const { usage, failure, profile } = end;
  if (usage && !failure) return usedAmounts(rule, usage, profile, reserved);
  if (!failure) return reserved;
  if (failure.unsent) return NOTHING;
  switch (failure.kind) {
    case 'rate_limit':
      return rule.refusedRequestsCount ? { ...NOTHING, requests: 1 } : NOTHING;
    case 'quota':
    case 'auth':
    case 'permission':
    case 'model_not_found':
    case 'context_length':
    case 'bad_request':
      return NOTHING;
    case 'content_filter':
      return isClientError(failure.httpStatus) ? NOTHING : reserved;
    case 'overloaded':
      return { ...NOTHING, requests: 1 };
    case 'server':
      // It broke before the output, as far as anybody knows; the prompt may have been counted.
      return rule.allowedOutputCounts ? reserved : amountsOf(reserved.inputTokens, 0);
    case 'network':
    case 'timeout':
    case 'aborted':
    case 'stream_interrupted':
    case 'malformed_response':
      return cutShort(rule, end, reserved);
    default:
      return failure.kind satisfies never;
  }
}

function usedAmounts(
  rule: CountingRule,
  { inputTokens, outputTokens }: LanguageModelV4Usage,
  { maxOutputTokens = 0 }: CallProfile,
  reserved: Amounts,
): Amounts {
  const total = inputTokens.total ?? reserved.inputTokens;
  const input = rule.cachedInputCounts ? total : Math.max(0, total - (inputTokens.cacheRead ?? 0));
  const output = outputTokens.total ?? reserved.outputTokens;
  return amountsOf(input, rule.allowedOutputCounts ? Math.max(output, maxOutputTokens) : output);
}

/** Letters of text make at most this many tokens in practice; three are few for English and many for Chinese. */
const CHARACTERS_PER_TOKEN = 3;

/** A stream that was cut shows how far it got; an answer in one piece may have been finished unseen. */
function cutShort(rule: CountingRule, { outputCharacters }: AttemptEnd, reserved: Amounts): Amounts {
  if (rule.allowedOutputCounts || outputCharacters === 0) return reserved;
  const seen = Math.ceil(outputCharacters / CHARACTERS_PER_TOKEN);
  return amountsOf(reserved.inputTokens, Math.min(seen, reserved.outputTokens));
}

function isClientError(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}
