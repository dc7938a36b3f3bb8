import { fieldMessage, limitMessage } from './problem-message.policy.js';
import type { Problem, WireError } from './problem.types.js';

type OpenAiCompatible = 'openai' | 'groq';

const INVALID = 'invalid_request_error';
/** Largest input named in the context error; the figure of the small models of both. */
const CONTEXT_TOKENS = 128_000;

/** A problem in OpenAI's words, which Groq shares up to the places named here. */
export function openAiError(wire: OpenAiCompatible, problem: Problem): WireError {
  const fail = errorOf(wire);
  switch (problem.kind) {
    case 'missingKey':
      return fail(
        401,
        "You didn't provide an API key. Send it as 'Authorization: Bearer <key>'.",
        INVALID,
        null,
      );
    case 'invalidKey':
      return fail(401, 'Incorrect API key provided.', INVALID, 'invalid_api_key');
    case 'missingHeader':
      return fail(400, `Missing required header: ${problem.header}.`, INVALID, null);
    case 'notJson':
      return fail(400, 'We could not parse the JSON body of your request.', INVALID, null);
    case 'tooLarge':
      return fail(413, `Request body larger than ${problem.limitBytes} bytes.`, INVALID, 'request_too_large');
    case 'unknownPath':
      return fail(
        404,
        `Invalid URL (${problem.method} ${problem.path})`,
        INVALID,
        wire === 'groq' ? 'unknown_url' : null,
      );
    case 'methodNotAllowed':
      return fail(405, `Not allowed to ${problem.method} here.`, INVALID, 'method_not_supported', {
        headers: { allow: problem.allow },
      });
    case 'field': {
      const code = { missing: 'missing_required_parameter', type: 'invalid_type', value: 'invalid_value' };
      return fail(400, fieldMessage(problem), INVALID, code[problem.fault], { param: problem.field });
    }
    case 'unknownModel':
      return fail(
        404,
        `The model \`${problem.model}\` does not exist or you do not have access to it.`,
        INVALID,
        'model_not_found',
        { param: wire === 'openai' ? 'model' : null },
      );
    case 'limitReached':
      return limitReached(wire, problem);
    case 'rateLimit':
      return fail(
        429,
        'Rate limit reached. Please try again later.',
        'tokens',
        'rate_limit_exceeded',
        retry(true),
      );
    case 'quota':
      return fail(
        429,
        'You exceeded your current quota, please check your plan and billing details.',
        'insufficient_quota',
        'insufficient_quota',
        retry(false),
      );
    case 'spendLimit':
      return wire === 'groq'
        ? // console.groq.com/docs/spend-limits: a 400 with this code.
          fail(
            400,
            'The spend limit of your organization is reached.',
            INVALID,
            'blocked_api_access',
            retry(false),
          )
        : fail(
            429,
            'Your organization has reached its monthly spend limit.',
            'insufficient_quota',
            'organization_spend_limit_exceeded',
            retry(false),
          );
    case 'overloaded':
      return wire === 'groq'
        ? fail(
            498,
            'Flex tier capacity exceeded, please try again.',
            'flex_tier',
            'capacity_exceeded',
            retry(true),
          )
        : fail(
            503,
            'The server is currently overloaded. Please try again later.',
            'service_unavailable_error',
            'server_is_overloaded',
            retry(true),
          );
    case 'server':
      return fail(500, 'The server had an error while processing your request.', 'server_error', null);
    case 'contentFilter':
      return fail(
        400,
        'Your request was rejected by our safety system.',
        INVALID,
        'content_policy_violation',
      );
    case 'contextLength':
      return fail(
        400,
        `This model's maximum context length is ${CONTEXT_TOKENS} tokens. However, your messages resulted in ` +
          `${CONTEXT_TOKENS + problem.inputTokens} tokens. Please reduce the length of the messages.`,
        INVALID,
        'context_length_exceeded',
        { param: 'messages' },
      );
    case 'status':
      return byStatus(wire, problem.status);
    default:
      return problem satisfies never;
  }
}

function limitReached(
  wire: OpenAiCompatible,
  problem: Extract<Problem, { kind: 'limitReached' }>,
): WireError {
  const { waitMs, resource } = problem.refusal;
  const type = resource === 'requests' ? 'requests' : 'tokens';
  const never = waitMs === Infinity;
  const headers: Record<string, string> = never
    ? { 'x-should-retry': 'false' }
    : { 'retry-after': String(Math.ceil(waitMs / 1000)), 'x-should-retry': 'true' };
  if (wire === 'openai' && !never) headers['retry-after-ms'] = String(waitMs);
  const status = never && wire === 'groq' ? 413 : 429;
  return errorOf(wire)(status, limitMessage(problem), type, 'rate_limit_exceeded', { headers });
}

/** The words for a bare status that a test asked for. */
function byStatus(wire: OpenAiCompatible, status: number): WireError {
  const known: Readonly<Record<number, Problem>> = {
    401: { kind: 'invalidKey' },
    429: { kind: 'rateLimit' },
    500: { kind: 'server' },
    [wire === 'groq' ? 498 : 503]: { kind: 'overloaded' },
  };
  const problem = known[status];
  if (problem) return openAiError(wire, problem);
  const type = status >= 500 ? 'server_error' : status === 403 ? 'permission_error' : INVALID;
  return errorOf(wire)(status, `Simulated HTTP ${status}.`, type, null);
}

interface Extras {
  readonly param?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

function retry(again: boolean): Extras {
  return { headers: { 'x-should-retry': String(again) } };
}

/** Groq leaves out `param`, and `code` where there is none. */
function errorOf(wire: OpenAiCompatible) {
  return (
    status: number,
    message: string,
    type: string,
    code: string | null,
    extras: Extras = {},
  ): WireError => ({
    status,
    headers: extras.headers ?? {},
    body: {
      error:
        wire === 'groq'
          ? { message, type, ...(code !== null && { code }) }
          : { message, type, param: extras.param ?? null, code },
    },
  });
}
