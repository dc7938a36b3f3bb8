import { findNotJson } from '../json/json-value.policy.js';
import { toJson } from '../rich/rich-value.codec.js';
import type { HttpExchange, ResponseState } from './http-exchange.js';

/** A response as it is stored. */
export type KeptResponse =
  | { readonly kept: true; readonly body: unknown }
  /** Nothing to share: each request runs the handler by itself. */
  | { readonly kept: false };

const NOT_KEPT: KeptResponse = { kept: false };

/**
 * What a handler returned, if it is all that a response consists of: not when it has answered by itself, set a status or
 * headers by hand (cookies belong to one caller), or returned a stream, a `StreamableFile` or an instance of a class, whose
 * fields an outer interceptor may hide.
 */
export function keepResponse(body: unknown, before: ResponseState, exchange: HttpExchange): KeptResponse {
  if (body === undefined || exchange.answered) return NOT_KEPT;
  const after = exchange.state();
  if (after.status !== before.status || after.headers !== before.headers) return NOT_KEPT;
  try {
    const stored = toJson(body);
    return findNotJson(stored) === undefined ? { kept: true, body: stored } : NOT_KEPT;
  } catch {
    return NOT_KEPT; // a cycle, or too deep; the framework says so to the caller
  }
}
