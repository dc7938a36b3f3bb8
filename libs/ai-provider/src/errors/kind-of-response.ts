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
]);

/** Types and codes of the three providers that name their kind whatever the status. Words that only say "server" leave it to the status. */
const KIND_OF_WORD: Readonly<Record<string, ErrorKind>> = {
  rate_limit_exceeded: 'rate_limit',
  rate_limit_error: 'rate_limit',
  slow_down: 'rate_limit',
  overloaded_error: 'overloaded',
  server_is_overloaded: 'overloaded',
  service_unavailable: 'overloaded',
  service_unavailable_error: 'overloaded',
  capacity_exceeded: 'overloaded',
  timeout_error: 'timeout',
  invalid_api_key: 'auth',
  authentication_error: 'auth',
  permission_error: 'permission',
  model_not_found: 'model_not_found',
  not_found_error: 'model_not_found',
  model_decommissioned: 'model_not_found',
  context_length_exceeded: 'context_length',
  request_too_large: 'context_length',
  content_policy_violation: 'content_filter',
  content_filter: 'content_filter',
};

/** Anthropic words these two only in the text, under `invalid_request_error`. */
const PROMPT_TOO_LONG = /prompt is too long|exceeds? (?:the )?(?:maximum )?context/i;
const SPEND_LIMIT = /(?:credit balance|spend(?:ing)? limit|usage limits?)/i;

/**
 * Decides the kind from what the provider answered: first its own words, then the status.
 * A 498 is Groq's flex tier without capacity, a 529 Anthropic's overload.
 */
export function kindOfResponse(status: number | undefined, body: ProviderErrorBody): ErrorKind {
  const words = [body.detailCode, body.code, body.type];
  if (words.some((word) => QUOTA_WORDS.has(word))) return 'quota';
  if (body.type === 'invalid_request_error') {
    if (PROMPT_TOO_LONG.test(body.message)) return 'context_length';
    if (SPEND_LIMIT.test(body.message)) return 'quota';
  }
  for (const word of words) {
    const kind = KIND_OF_WORD[word];
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
    case 413:
      return 'context_length';
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
