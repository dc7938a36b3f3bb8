import { APICallError } from '@ai-sdk/provider';
import { causesOf } from '@hydrogenai/common';
import type { ErrorKind, ProviderFailure } from './error-kind.js';
import { kindOfResponse } from './kind-of-response.js';
import { limitHeadersOf } from './limit-headers.js';
import { readErrorBody, type ProviderErrorBody } from './provider-error-body.js';
import { retryAfterMs, type Headers } from './retry-after.js';
import { startOfNextMonthUtc } from './spend-limit.js';

/**
 * Says what a thrown value or an `error` part of a stream means. Total: every value has a kind. Nothing of the
 * provider's text, and nothing of the request that AI SDK errors carry along, gets into the result.
 */
export function classifyError(error: unknown, now: number): ProviderFailure {
  if (isAbort(error)) return { kind: 'aborted' };
  if (APICallError.isInstance(error)) return classifyCall(error, now);
  if (isStreamError(error)) return fromBody(error.statusCode, streamErrorBody(error), {}, now);
  if (error instanceof Error)
    return hasNetworkCause(error) ? networkFailure(error) : { kind: kindOfThrown(error) };
  // OpenAI's chat wire hands on the bare error object of the event.
  return fromBody(undefined, readErrorBody(error), {}, now);
}

function classifyCall(error: APICallError, now: number): ProviderFailure {
  const { statusCode, responseHeaders = {}, responseBody } = error;
  if (statusCode === undefined) return networkFailure(error);
  // A success that could not be read: cut on the wire, or not what the wire's schema says.
  if (statusCode < 300) {
    const body = readErrorBody(responseBody);
    if (body.type !== '' || body.code !== '') return fromBody(undefined, body, responseHeaders, now);
    return { kind: hasNetworkCause(error) ? 'network' : 'malformed_response', httpStatus: statusCode };
  }
  return fromBody(statusCode, readErrorBody(responseBody), responseHeaders, now);
}

function fromBody(
  status: number | undefined,
  body: ProviderErrorBody,
  headers: Headers,
  now: number,
): ProviderFailure {
  const kind = kindOfResponse(status, body);
  const wait = retryAfterMs(headers, now);
  const shouldRetry = headers['x-should-retry'];
  const limitHeaders = limitHeadersOf(headers);
  return {
    kind,
    ...(status === undefined ? {} : { httpStatus: status }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(shouldRetry === undefined ? {} : { shouldRetry: shouldRetry === 'true' }),
    ...(limitHeaders === undefined ? {} : { limitHeaders }),
    ...(body.detailCode === 'enforced_spend_limit_reached' ? { blockedUntil: startOfNextMonthUtc(now) } : {}),
  };
}

/**
 * Names of AI SDK errors that mean a key is missing, a response is broken, or the request can never be sent. A map: the
 * names come from outside, and an object would answer to "constructor".
 */
const KIND_OF_NAME: ReadonlyMap<string, ErrorKind> = new Map<string, ErrorKind>([
  ['AI_LoadAPIKeyError', 'auth'],
  ['AI_JSONParseError', 'malformed_response'],
  ['AI_TypeValidationError', 'malformed_response'],
  ['AI_InvalidResponseDataError', 'malformed_response'],
  ['AI_EmptyResponseBodyError', 'malformed_response'],
  ['AI_NoContentGeneratedError', 'malformed_response'],
  ['AI_NoSuchModelError', 'model_not_found'],
  ['AI_InvalidArgumentError', 'bad_request'],
  ['AI_InvalidPromptError', 'bad_request'],
  ['AI_UnsupportedFunctionalityError', 'bad_request'],
  // `AbortSignal.timeout()` of a model that has a clock of its own.
  ['TimeoutError', 'timeout'],
  // Programming errors of the caller or of us: they fail everywhere.
  ['ReferenceError', 'bad_request'],
  ['RangeError', 'bad_request'],
  ['TypeError', 'bad_request'],
]);

function kindOfThrown(error: Error): ErrorKind {
  return KIND_OF_NAME.get(error.name) ?? 'server';
}

const NETWORK_CODE =
  /^(?:E(?:CONN\w+|PIPE|TIMEDOUT|AI_AGAIN|HOSTUNREACH|NETUNREACH)|ENOTFOUND|UND_ERR_\w+|(?:ERR_TLS|CERT|DEPTH|SELF|UNABLE)_\w+)$/;

/** There was no connection to send anything on. */
const NO_CONNECTION =
  /^(?:E(?:CONNREFUSED|AI_AGAIN|HOSTUNREACH|NETUNREACH)|ENOTFOUND|UND_ERR_CONNECT_TIMEOUT|(?:ERR_TLS|CERT|DEPTH|SELF|UNABLE)_\w+)$/;

function networkFailure(error: unknown): ProviderFailure {
  for (const cause of causesOf(error)) {
    if (NO_CONNECTION.test(codeOf(cause))) return { kind: 'network', unsent: true };
  }
  return { kind: 'network' };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function hasNetworkCause(error: unknown): boolean {
  for (const current of causesOf(error)) {
    if (!(current instanceof Error)) return false;
    if (NETWORK_CODE.test(codeOf(current))) return true;
    // undici ends a body that was cut with this TypeError, and fetch fails with the other.
    if (current instanceof TypeError && /^(?:terminated|fetch failed)$/.test(current.message)) return true;
  }
  return false;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'ResponseAborted');
}

/** What the AI SDK's provider packages put into `error` parts; there is no public guard for it. */
interface ProviderStreamError {
  readonly message: string;
  readonly type?: string;
  readonly code?: string | number;
  readonly statusCode?: number;
  readonly data: unknown;
}

function isStreamError(error: unknown): error is ProviderStreamError {
  return (
    typeof error === 'object' &&
    error !== null &&
    !(error instanceof Error) &&
    'message' in error &&
    'data' in error
  );
}

function streamErrorBody(error: ProviderStreamError): ProviderErrorBody {
  const body = readErrorBody(error.data);
  return {
    type: body.type || (error.type ?? ''),
    code: body.code || String(error.code ?? ''),
    detailCode: body.detailCode,
    message: body.message || error.message,
  };
}
