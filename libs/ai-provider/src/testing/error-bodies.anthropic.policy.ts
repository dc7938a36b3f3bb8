import { fieldMessage, limitMessage } from './problem-message.policy.js';
import type { Problem, WireError } from './problem.types.js';

/** Largest input named in the context error. */
const CONTEXT_TOKENS = 200_000;

/** Error type by status: platform.claude.com, API errors. */
const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  405: 'invalid_request_error',
  409: 'conflict_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** A problem in Anthropic's words. */
export function anthropicError(requestId: string, problem: Problem): WireError {
  const fail = (
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    details?: Readonly<Record<string, string>>,
  ): WireError => ({
    status,
    headers,
    body: {
      type: 'error',
      error: {
        type: TYPES[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error'),
        message,
        ...(details && { details }),
      },
      request_id: requestId,
    },
  });

  switch (problem.kind) {
    case 'missingKey':
      return fail(401, 'x-api-key header is required');
    case 'invalidKey':
      return fail(401, 'invalid x-api-key');
    case 'missingHeader':
      return fail(400, `${problem.header}: header is required`);
    case 'notJson':
      return fail(400, 'The request body is not valid JSON');
    case 'tooLarge':
      return fail(413, `Request exceeds the maximum size of ${problem.limitBytes} bytes`);
    case 'unknownPath':
      return fail(404, 'Not Found');
    case 'methodNotAllowed':
      return fail(405, 'Method Not Allowed', { allow: problem.allow });
    case 'field':
      return fail(
        400,
        problem.fault === 'missing' ? `${problem.field}: Field required` : fieldMessage(problem),
      );
    case 'unknownModel':
      return fail(404, `model: ${problem.model}`);
    case 'limitReached': {
      const { waitMs } = problem.refusal;
      return fail(
        429,
        limitMessage(problem),
        waitMs === Infinity
          ? { 'x-should-retry': 'false' }
          : { 'retry-after': String(Math.ceil(waitMs / 1000)), 'x-should-retry': 'true' },
      );
    }
    case 'rateLimit':
      return fail(429, "This request would exceed your organization's rate limit.", {
        'x-should-retry': 'true',
      });
    case 'quota':
      return fail(402, 'Your credit balance is too low to access the API.', { 'x-should-retry': 'false' });
    case 'spendLimit':
      return fail(
        429,
        'Your organization has reached its monthly spend limit.',
        { 'x-should-retry': 'false' },
        { error_code: 'enforced_spend_limit_reached' },
      );
    case 'overloaded':
      return fail(529, 'Overloaded', { 'x-should-retry': 'true' });
    case 'server':
      return fail(500, 'Internal server error');
    case 'contentFilter':
      return fail(400, 'Output blocked by content filtering policy');
    case 'contextLength':
      return fail(
        400,
        `prompt is too long: ${CONTEXT_TOKENS + problem.inputTokens} tokens > ${CONTEXT_TOKENS} maximum`,
      );
    case 'status':
      return problem.status === 529
        ? fail(529, 'Overloaded')
        : fail(problem.status, `Simulated HTTP ${problem.status}.`);
    default:
      return problem satisfies never;
  }
}
