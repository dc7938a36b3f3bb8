/** What a provider's answer to the question for its models says about the key. */
export type KeyState =
  | 'valid'
  | 'refused'
  | 'forbidden'
  | 'no-credit'
  | 'rate-limited'
  | 'may-not-list'
  | 'redirected'
  | 'not-an-api'
  | 'unknown';

export interface KeyAnswer {
  readonly status: number;
  /** `undefined` when it was too long to be read. */
  readonly body: string | undefined;
}

/**
 * Money is not speed: these come with 429, 402, 403 or 400. https://platform.openai.com/docs/guides/error-codes,
 * https://docs.claude.com/en/api/errors, https://console.groq.com/docs/spend-limits
 */
const NO_CREDIT: ReadonlySet<string> = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'organization_usage_limit_exceeded',
  'enforced_spend_limit_reached',
  'billing_error',
  'billing_hard_limit_reached',
  'billing_not_active',
  'blocked_api_access',
]);
/** Anthropic says it only in the text, of a 400. */
const NO_CREDIT_TEXT =
  /^(?:your credit balance is too low|you have reached your specified API usage limits)/i;

/** First the provider's own words, then the status. A 200 that lists no models may be any web page, and is no pass. */
export function keyState({ status, body }: KeyAnswer): KeyState {
  if (status === 200) return listsModels(body) ? 'valid' : 'unknown';
  if (status >= 300 && status < 400) return 'redirected';
  if (status >= 500) return 'unknown';
  const { words, message } = errorOf(body);
  if (status === 402 || words.some((word) => NO_CREDIT.has(word)) || NO_CREDIT_TEXT.test(message))
    return 'no-credit';
  // OpenAI's restricted keys may ask models without being allowed to list them.
  if (words.includes('missing_scope')) return 'may-not-list';
  switch (status) {
    case 401:
      return 'refused';
    case 403:
      return 'forbidden';
    case 429:
      return 'rate-limited';
    case 404:
    case 405:
    case 410:
      return 'not-an-api';
    default:
      return 'unknown';
  }
}

function listsModels(body: string | undefined): boolean {
  const value = parsed(body);
  return isRecord(value) && Array.isArray(value['data']);
}

function errorOf(body: string | undefined): { readonly words: readonly string[]; readonly message: string } {
  const value = parsed(body);
  const error = isRecord(value) && isRecord(value['error']) ? value['error'] : {};
  const details = isRecord(error['details']) ? error['details'] : {};
  const words = [error['type'], error['code'], details['error_code']].filter(
    (word) => typeof word === 'string',
  );
  return { words, message: typeof error['message'] === 'string' ? error['message'] : '' };
}

function parsed(body = ''): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Gateways answer in HTML or plain text; then the status has to do.
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
