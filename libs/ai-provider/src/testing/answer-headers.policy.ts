import type { Headers } from './rate-limit-headers.policy.js';
import type { Wire } from './wire.types.js';

export function requestIdOf(serial: number): string {
  return `req_sim${serial}`;
}

/** What each wire puts on every answer, refusals included. */
export function answerHeaders(wire: Wire, serial: number): Headers {
  const id = requestIdOf(serial);
  switch (wire) {
    case 'groq':
      return { 'x-request-id': id };
    case 'openai':
      return { 'x-request-id': id, 'openai-version': '2020-10-01', 'openai-organization': 'simulated' };
    case 'anthropic':
      return { 'request-id': id, 'anthropic-organization-id': 'simulated' };
    default:
      return wire satisfies never;
  }
}

export const JSON_TYPE: Headers = { 'content-type': 'application/json' };
export const STREAM_TYPE: Headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
};
