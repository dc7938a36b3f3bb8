import type { ErrorKind } from './error-kind.js';
import type { ProviderErrorBody } from './provider-error-body.js';

/**
 * Money is not speed: these come as HTTP 429, 402, 400 or inside a 200, and no retry helps.
 * Sources: https://platform.openai.com/docs/guides/error-codes, https://docs.claude.com/en/api/errors.
 */
const QUOTA_WORDS: ReadonlySet<string> = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
  'enforced_spend_limit_reached',
  'billing_error',
  'billing_hard_limit_reached',
  // Groq's own spend limit, as HTTP 400 (https://console.groq.com/docs/spend-limits).
  'blocked_api_access',
]);

/**
 * Types and codes of the three providers that name their kind whatever the status; words that only say "server" leave it
 * to the status. A map: the words come from outside, and an object would answer to "constructor".
 */
const KIND_OF_WORD: ReadonlyMap<string, ErrorKind> = new Map<string, ErrorKind>([
  ['rate_limit_exceeded', 'rate_limit'],
  ['rate_limit_error', 'rate_limit'],
  ['slow_down', 'rate_limit'],
  ['overloaded_error', 'overloaded'],
  ['server_is_overloaded', 'overloaded'],
  ['service_unavailable', 'overloaded'],
  ['service_unavailable_error', 'overloaded'],
  ['capacity_exceeded', 'overloaded'],
  ['timeout_error', 'timeout'],
  ['invalid_api_key', 'auth'],
  ['authentication_error', 'auth'],
  ['permission_error', 'permission'],
  ['model_not_found', 'model_not_found'],
  ['not_found_error', 'model_not_found'],
  ['model_decommissioned', 'model_not_found'],
  ['context_length_exceeded', 'context_length'],
  ['request_too_large', 'context_length'],
  ['content_policy_violation', 'content_filter'],
  ['content_filter', 'content_filter'],
  // Groq, 400: the model wrote a tool call or JSON that cannot be read. The request is right; another model may do it.
  ['tool_use_failed', 'malformed_response'],
  ['json_validate_failed', 'malformed_response'],
]);

/**
 * Anthropic says these only in the text, under `invalid_request_error`, which is OpenAI's word for any bad request too.
 * Anchored: further on, a text may quote the prompt, and nobody may switch a provider off by what he asks.
 */
const PROMPT_TOO_LONG = /^(?:prompt is too long|input length and `max_tokens` exceed context limit)/i;
const SPEND_LIMIT = /^(?:your credit balance is too low|you have reached your specified API usage limits)/i;
const CONTENT_BLOCKED = /^output blocked by content filtering policy/i;

/**
 * Decides the kind from what the provider answered: first its own words, then the status.
 * A 498 is Groq's flex tier without capacity, a 529 Anthropic's overload.
 */
export function kindOfResponse(status: number | undefined, body: ProviderErrorBody): ErrorKind {
  const words = [body.detailCode, body.code, body.type];
  if (words.some((word) => QUOTA_WORDS.has(word))) return 'quota';
  // Groq calls a request that never fits into the limit a rate limit, with this status: waiting does not help.
  if (status === 413) return 'context_length';
  if (body.type === 'invalid_request_error') {
    if (PROMPT_TOO_LONG.test(body.message)) return 'context_length';
    if (SPEND_LIMIT.test(body.message)) return 'quota';
    if (CONTENT_BLOCKED.test(body.message)) return 'content_filter';
  }
  for (const word of words) {
    const kind = KIND_OF_WORD.get(word);
    if (kind) return kind;
  }
  return status === undefined ? 'server' : kindOfStatus(status);
}

function kindOfStatus(status: number): ErrorKind {
  switch (status) {
    case 401:
      return 'auth';
    case 402:
      return 'quota';
    case 403:
      return 'permission';
    case 404:
      return 'model_not_found';
    case 408:
    case 504:
      return 'timeout';
    case 429:
      return 'rate_limit';
    case 498:
    case 503:
    case 529:
      return 'overloaded';
    default:
      // A redirect (3xx) is not followed: the key would travel to another host. The endpoint is not what it should be.
      return status >= 400 && status < 500 ? 'bad_request' : 'server';
  }
}
