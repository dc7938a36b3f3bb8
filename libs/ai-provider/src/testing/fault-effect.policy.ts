import { goDuration, rfc3339Seconds } from './reset-format.policy.js';
import type { Fault } from './fault.types.js';
import type { Headers } from './rate-limit-headers.policy.js';
import type { Problem } from './problem.types.js';
import type { AnswerFault } from './transmission.policy.js';
import type { Wire } from './wire.types.js';

/** What a fault does to a request. */
export type FaultEffect =
  | { readonly do: 'answer'; readonly delayMs: number; readonly fault?: AnswerFault; readonly error: Problem }
  | { readonly do: 'refuse'; readonly problem: Problem; readonly headers: Headers }
  | { readonly do: 'raw'; readonly status: number; readonly headers: Headers; readonly body: unknown }
  | { readonly do: 'hang' }
  | { readonly do: 'reset' };

export function faultEffect(
  wire: Wire,
  fault: Fault | undefined,
  inputTokens: number,
  now: number,
): FaultEffect {
  const refuse = (problem: Problem, headers: Headers = {}): FaultEffect => ({
    do: 'refuse',
    problem,
    headers,
  });
  switch (fault?.kind) {
    case undefined:
      return { do: 'answer', delayMs: 0, error: { kind: 'server' } };
    case 'delay':
      return { do: 'answer', delayMs: fault.ms, error: { kind: 'server' } };
    case 'status':
      return fault.body === undefined
        ? refuse({ kind: 'status', status: fault.status }, fault.headers)
        : { do: 'raw', status: fault.status, headers: fault.headers ?? {}, body: fault.body };
    case 'redirect':
      return { do: 'raw', status: fault.status ?? 307, headers: { location: fault.to }, body: '' };
    case 'rateLimit':
      return refuse(
        { kind: 'rateLimit' },
        {
          ...emptyBucketHeaders(wire, fault.retryAfter, now),
          ...(fault.retryAfter !== undefined && { 'retry-after': fault.retryAfter }),
          ...(fault.retryAfterMs !== undefined && { 'retry-after-ms': fault.retryAfterMs }),
        },
      );
    case 'quota':
      return fault.in === 'body'
        ? { do: 'answer', delayMs: 0, fault, error: { kind: 'quota' } }
        : refuse({ kind: 'quota' });
    case 'spendLimit':
    case 'overloaded':
    case 'contentFilter':
      return refuse({ kind: fault.kind });
    case 'contextLength':
      return refuse({ kind: 'contextLength', inputTokens });
    case 'hang':
      return { do: 'hang' };
    case 'reset':
      return fault.afterChunks === undefined && fault.afterBytes === undefined
        ? { do: 'reset' }
        : { do: 'answer', delayMs: 0, fault, error: { kind: 'server' } };
    case 'streamError':
      return { do: 'answer', delayMs: 0, fault, error: { kind: fault.type ?? 'overloaded' } };
    case 'end':
    case 'stall':
    case 'brokenJson':
      return { do: 'answer', delayMs: 0, fault, error: { kind: 'server' } };
    default:
      return fault satisfies never;
  }
}

/** A scripted 429 must not be contradicted by headers of a full bucket: the token bucket is said to be empty. */
function emptyBucketHeaders(wire: Wire, retryAfter: string | undefined, now: number): Headers {
  const seconds = Number(retryAfter);
  const resetMs = Number.isFinite(seconds)
    ? seconds * 1000
    : Math.max(0, Date.parse(retryAfter ?? '') - now) || 0;
  return wire === 'anthropic'
    ? {
        'anthropic-ratelimit-tokens-remaining': '0',
        'anthropic-ratelimit-tokens-reset': rfc3339Seconds(now + resetMs),
        'anthropic-ratelimit-input-tokens-remaining': '0',
        'anthropic-ratelimit-input-tokens-reset': rfc3339Seconds(now + resetMs),
      }
    : { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': goDuration(resetMs) };
}
