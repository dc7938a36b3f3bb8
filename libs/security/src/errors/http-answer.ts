import { currentContext, generateCorrelationId, readPath } from '@hydrogenai/common';
import { getHeader, headersSent, rawResponse, setHeader } from '../transport/response-fields.js';
import type { SafeError } from './safe-error.js';

const MS_PER_SECOND = 1_000;

/** False when the client has gone: nobody is there to answer. */
export function isListening(response: unknown): boolean {
  return readPath(rawResponse(response), 'destroyed') !== true;
}

/** The id of the response, of the request's context, or a new one: what fails before there is a context has none yet. */
export function correlationIdOf(response: unknown, header: string): string {
  const set = getHeader(response, header);
  if (set !== undefined) return set;
  const correlationId = currentContext()?.correlationId ?? generateCorrelationId();
  setHeader(response, header, correlationId);
  return correlationId;
}

/** Answers on Express, on Fastify, or on Node itself. An answer that has begun is ended: nothing else can be told. */
export function answer(response: unknown, { status, body, challenge }: SafeError): void {
  if (headersSent(response)) {
    call(rawResponse(response), 'end');
    return;
  }
  if (challenge !== undefined) setHeader(response, 'www-authenticate', challenge);
  if (body.retryAfterMs !== undefined) {
    // Whole seconds, rounded up (RFC 9110, section 10.2.3): a client that obeys is never too early.
    setHeader(response, 'retry-after', String(Math.ceil(body.retryAfterMs / MS_PER_SECOND)));
  }
  if (call(response, 'status', status)) {
    if (!call(response, 'json', body)) call(response, 'send', body);
    return;
  }
  const raw = rawResponse(response);
  if (typeof raw === 'object' && raw !== null) Reflect.set(raw, 'statusCode', status);
  setHeader(raw, 'content-type', 'application/json; charset=utf-8');
  call(raw, 'end', JSON.stringify(body));
}

/** False when there is no such method. */
function call(target: unknown, method: string, ...args: readonly unknown[]): boolean {
  const found = readPath(target, method);
  if (typeof found !== 'function') return false;
  Reflect.apply(found, target, args);
  return true;
}
