import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_KINDS, type ErrorKind } from './error-kind.js';
import { kindOfResponse } from './kind-of-response.js';
import { readErrorBody } from './provider-error-body.js';

const openai = (message: string, type: string, code: string | null = null): unknown => ({
  error: { message, type, param: null, code },
});
const groq = (message: string, type: string, code?: string): unknown => ({
  error: { message, type, ...(code && { code }) },
});
const anthropic = (type: string, message: string, details?: object): unknown => ({
  type: 'error',
  error: { type, message, ...(details && { details }) },
  request_id: 'req_011',
});

/** Bodies as the providers document or send them. */
const REAL: readonly (readonly [who: string, status: number | undefined, body: unknown, kind: ErrorKind])[] =
  [
    [
      'OpenAI key',
      401,
      openai('Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'),
      'auth',
    ],
    [
      'OpenAI model',
      404,
      openai('The model `x` does not exist', 'invalid_request_error', 'model_not_found'),
      'model_not_found',
    ],
    [
      'OpenAI context',
      400,
      openai(
        "This model's maximum context length is 128000 tokens.",
        'invalid_request_error',
        'context_length_exceeded',
      ),
      'context_length',
    ],
    [
      'OpenAI policy',
      400,
      openai('rejected', 'invalid_request_error', 'content_policy_violation'),
      'content_filter',
    ],
    [
      'OpenAI bad field',
      400,
      openai('Invalid type for temperature', 'invalid_request_error', 'invalid_type'),
      'bad_request',
    ],
    ['OpenAI requests', 429, openai('Rate limit reached', 'requests', 'rate_limit_exceeded'), 'rate_limit'],
    ['OpenAI tokens', 429, openai('Rate limit reached', 'tokens', 'rate_limit_exceeded'), 'rate_limit'],
    ['OpenAI slow down', 503, openai('Slow down', 'rate_limit_error', 'slow_down'), 'rate_limit'],
    [
      'OpenAI quota',
      429,
      openai('You exceeded your current quota', 'insufficient_quota', 'insufficient_quota'),
      'quota',
    ],
    ['OpenAI quota by type', 429, openai('You exceeded your current quota', 'insufficient_quota'), 'quota'],
    ['OpenAI credit', 429, openai('No credit', 'insufficient_quota', 'credit_balance_exhausted'), 'quota'],
    [
      'OpenAI organisation',
      429,
      openai('limit', 'insufficient_quota', 'organization_spend_limit_exceeded'),
      'quota',
    ],
    ['OpenAI project', 429, openai('limit', 'insufficient_quota', 'project_spend_limit_exceeded'), 'quota'],
    [
      'OpenAI usage',
      429,
      openai('limit', 'insufficient_quota', 'organization_usage_limit_exceeded'),
      'quota',
    ],
    [
      'OpenAI quota inside 200',
      undefined,
      openai('No credit', 'insufficient_quota', 'credit_balance_exhausted'),
      'quota',
    ],
    [
      'OpenAI overloaded',
      503,
      openai('Overloaded', 'service_unavailable_error', 'server_is_overloaded'),
      'overloaded',
    ],
    ['OpenAI server', 500, openai('The server had an error', 'server_error'), 'server'],
    [
      'Groq too large for the limit',
      413,
      groq('Request too large', 'tokens', 'rate_limit_exceeded'),
      'context_length',
    ],
    ['Groq flex tier', 498, groq('capacity exceeded', 'flex_tier', 'capacity_exceeded'), 'overloaded'],
    ['Groq spend limit', 400, groq('blocked', 'invalid_request_error', 'blocked_api_access'), 'quota'],
    [
      'Groq tool call',
      400,
      groq('Failed to call a function.', 'invalid_request_error', 'tool_use_failed'),
      'malformed_response',
    ],
    [
      'Groq JSON',
      400,
      groq('Failed to generate JSON.', 'invalid_request_error', 'json_validate_failed'),
      'malformed_response',
    ],
    ['Groq 422', 422, groq('unprocessable', 'invalid_request_error'), 'bad_request'],
    ['Groq 502', 502, '<html>Bad gateway</html>', 'server'],
    ['Anthropic field', 400, anthropic('invalid_request_error', 'max_tokens: Field required'), 'bad_request'],
    [
      'Anthropic prompt',
      400,
      anthropic('invalid_request_error', 'prompt is too long: 200251 tokens > 200000 maximum'),
      'context_length',
    ],
    [
      'Anthropic prompt and answer',
      400,
      anthropic(
        'invalid_request_error',
        'input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000',
      ),
      'context_length',
    ],
    [
      'Anthropic own limit',
      400,
      anthropic(
        'invalid_request_error',
        'You have reached your specified API usage limits. You will regain access on 2026-12-01.',
      ),
      'quota',
    ],
    [
      'Anthropic credit',
      400,
      anthropic('invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
      'quota',
    ],
    [
      'Anthropic filter',
      400,
      anthropic('invalid_request_error', 'Output blocked by content filtering policy'),
      'content_filter',
    ],
    ['Anthropic key', 401, anthropic('authentication_error', 'invalid x-api-key'), 'auth'],
    ['Anthropic billing', 402, anthropic('billing_error', 'billing'), 'quota'],
    ['Anthropic permission', 403, anthropic('permission_error', 'no'), 'permission'],
    ['Anthropic model', 404, anthropic('not_found_error', 'model: x'), 'model_not_found'],
    ['Anthropic size', 413, anthropic('request_too_large', 'too large'), 'context_length'],
    ['Anthropic rate', 429, anthropic('rate_limit_error', 'slow'), 'rate_limit'],
    [
      'Anthropic spend limit',
      429,
      anthropic('rate_limit_error', 'limit', { error_code: 'enforced_spend_limit_reached' }),
      'quota',
    ],
    ['Anthropic server', 500, anthropic('api_error', 'Internal server error'), 'server'],
    ['Anthropic timeout', 504, anthropic('timeout_error', 'timeout'), 'timeout'],
    ['Anthropic overloaded', 529, anthropic('overloaded_error', 'Overloaded'), 'overloaded'],
    ['Anthropic overloaded inside 200', undefined, anthropic('overloaded_error', 'Overloaded'), 'overloaded'],
  ];

describe('kindOfResponse', () => {
  it.each(REAL)('%s (%s)', (_who, status, body, kind) => {
    expect(kindOfResponse(status, readErrorBody(body))).toBe(kind);
    expect(kindOfResponse(status, readErrorBody(JSON.stringify(body)))).toBe(kind);
  });

  it.each([
    [400, 'bad_request'],
    [401, 'auth'],
    [402, 'quota'],
    [403, 'permission'],
    [404, 'model_not_found'],
    [408, 'timeout'],
    [413, 'context_length'],
    [422, 'bad_request'],
    [429, 'rate_limit'],
    [498, 'overloaded'],
    [500, 'server'],
    [502, 'server'],
    [503, 'overloaded'],
    [504, 'timeout'],
    [529, 'overloaded'],
    [307, 'server'],
  ])('goes by the status %i when the body says nothing', (status, kind) => {
    expect(kindOfResponse(status, readErrorBody(''))).toBe(kind);
  });

  it.each([
    'messages: "my credit balance is too low" is not a valid value',
    'Invalid value: you have reached your specified API usage limits',
    'the text says that the prompt is too long',
  ])('is not told by a prompt that an error quotes: %s', (message) => {
    expect(kindOfResponse(400, readErrorBody(openai(message, 'invalid_request_error')))).toBe('bad_request');
  });

  it('has a kind for any body, also for words that every object answers to', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('constructor', 'toString', '__proto__', 'hasOwnProperty'),
    );
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: 300, max: 599 }), { nil: undefined }),
        word,
        word,
        word,
        (status, type, code, error_code) => {
          const body = readErrorBody({ error: { type, code, message: type, details: { error_code } } });
          expect(ERROR_KINDS).toContain(kindOfResponse(status, body));
        },
      ),
    );
  });
});
