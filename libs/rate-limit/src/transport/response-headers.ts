import type { ExecutionContext } from '@nestjs/common';
import { carrierOf, read } from './carrier.js';
import { mergeFields, type LimitFields } from './merge-headers.policy.js';
import { limitItems, wholeSeconds, type DecidedLimit } from './rate-limit-headers.policy.js';

/** Decisions of all limits of a call, as far as headers tell them. */
export interface DecidedLimits {
  readonly allowed: boolean;
  readonly retryAfterMs?: number;
  readonly limits: readonly DecidedLimit[];
}

/**
 * Writes `RateLimit-Policy`, `RateLimit` and, for a refused call, `Retry-After`, on HTTP and on GraphQL over HTTP. Other
 * transports have no headers; a response whose headers are gone stays as it is.
 */
export function writeLimitHeaders(context: ExecutionContext, decisions: DecidedLimits): void {
  const fields = responseFields(context);
  if (fields === undefined) return;
  const items = limitItems(decisions.limits);
  const retryAfterS = decisions.allowed ? undefined : wholeSeconds(decisions.retryAfterMs ?? 0);
  const before: LimitFields = {
    'ratelimit-policy': fields.get('ratelimit-policy'),
    ratelimit: fields.get('ratelimit'),
    'retry-after': fields.get('retry-after'),
  };
  for (const [name, value] of Object.entries(mergeFields(before, items, retryAfterS))) {
    if (typeof value === 'string') fields.set(name, value);
  }
}

interface ResponseFields {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** Node's response, which Express extends, or the reply of Fastify. */
function responseFields(context: ExecutionContext): ResponseFields | undefined {
  const carrier = carrierOf(context);
  if (carrier.kind !== 'http' && carrier.kind !== 'graphql') return undefined;
  const { response } = carrier;
  if (read(response, 'headersSent') === true || read(response, 'raw', 'headersSent') === true)
    return undefined;
  if (read(response, 'sent') === true) return undefined;
  const getHeader = read(response, 'getHeader');
  const setHeader = read(response, 'setHeader') ?? read(response, 'header');
  if (typeof getHeader !== 'function' || typeof setHeader !== 'function') return undefined;
  return {
    get(name) {
      const value: unknown = Reflect.apply(getHeader, response, [name]);
      if (Array.isArray(value)) return value.join(', ');
      return value === undefined || value === null ? undefined : String(value);
    },
    set: (name, value) => void Reflect.apply(setHeader, response, [name, value]),
  };
}
