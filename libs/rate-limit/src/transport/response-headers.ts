import { carrierOf, readPath } from '@hydrogenai/common';
import type { ArgumentsHost } from '@nestjs/common';
import type { RateLimitDecisions } from '../limit/rate-limit.decision.js';
import { wholeSeconds } from '../limit/whole-seconds.js';
import { mergeFields, type LimitFields } from './merge-headers.policy.js';
import { limitItems, type LimitItem } from './rate-limit-headers.policy.js';

/**
 * Writes `RateLimit-Policy`, `RateLimit` and, for a refused call, `Retry-After`, on HTTP and on GraphQL over HTTP. Other
 * transports have no headers; a response whose headers are gone stays as it is.
 */
export function writeLimitHeaders(host: ArgumentsHost, decisions: RateLimitDecisions): void {
  const retryAfterMs = decisions.allowed ? undefined : decisions.retryAfterMs;
  writeFields(host, limitItems(decisions.limits), retryAfterMs);
}

/** Writes `Retry-After` alone, for an error whose limit has told nothing. */
export function writeRetryAfter(host: ArgumentsHost, retryAfterMs: number | undefined): void {
  if (retryAfterMs !== undefined) writeFields(host, [], retryAfterMs);
}

function writeFields(
  host: ArgumentsHost,
  items: readonly LimitItem[],
  retryAfterMs: number | undefined,
): void {
  const fields = responseFields(host);
  if (fields === undefined) return;
  const before: LimitFields = {
    'ratelimit-policy': fields.get('ratelimit-policy'),
    ratelimit: fields.get('ratelimit'),
    'retry-after': fields.get('retry-after'),
  };
  const retryAfterS = retryAfterMs === undefined ? undefined : wholeSeconds(retryAfterMs);
  for (const [name, value] of Object.entries(mergeFields(before, items, retryAfterS))) {
    if (typeof value === 'string') fields.set(name, value);
  }
}

interface ResponseFields {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** Node's response, which Express extends, or the reply of Fastify. */
function responseFields(host: ArgumentsHost): ResponseFields | undefined {
  const carrier = carrierOf(host);
  if (carrier.kind !== 'http' && carrier.kind !== 'graphql') return undefined;
  const { response } = carrier;
  if (readPath(readPath(response, 'raw') ?? response, 'headersSent') === true) return undefined;
  const getHeader = readPath(response, 'getHeader');
  const setHeader = readPath(response, 'setHeader') ?? readPath(response, 'header');
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
