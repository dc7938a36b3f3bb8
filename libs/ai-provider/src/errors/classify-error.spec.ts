import { APICallError, InvalidArgumentError, JSONParseError, LoadAPIKeyError } from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyError } from './classify-error.js';
import { ERROR_KINDS } from './error-kind.js';

const NOW = Date.UTC(2026, 11, 24, 12, 0, 0);
const CANARY = 'canary-5d1e';

function call(
  statusCode: number | undefined,
  body: unknown,
  headers: Record<string, string> = {},
  cause?: unknown,
) {
  return new APICallError({
    message: `${CANARY} message`,
    url: `https://example.test/${CANARY}`,
    requestBodyValues: { messages: [{ content: CANARY }] },
    responseHeaders: { ...headers, 'x-canary': CANARY },
    responseBody: typeof body === 'string' ? body : JSON.stringify(body),
    ...(statusCode === undefined ? {} : { statusCode }),
    ...(cause === undefined ? {} : { cause }),
  });
}

function network(code: string): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

describe('classifyError', () => {
  it('says what an HTTP error means, how long to wait and whether to retry', () => {
    const body = { error: { type: 'tokens', code: 'rate_limit_exceeded', message: CANARY } };
    const headers = { 'retry-after': '0.5', 'x-should-retry': 'true' };
    expect(classifyError(call(429, body, headers), NOW)).toEqual({
      kind: 'rate_limit',
      httpStatus: 429,
      retryAfterMs: 500,
      shouldRetry: true,
    });
  });

  it('reads a "do not retry" of the provider', () => {
    expect(classifyError(call(500, '', { 'x-should-retry': 'false' }), NOW)).toMatchObject({
      shouldRetry: false,
    });
  });

  it('blocks an enforced spend limit until the first of the next month, across the year', () => {
    const body = {
      error: { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } },
    };
    expect(classifyError(call(429, body), NOW)).toEqual({
      kind: 'quota',
      httpStatus: 429,
      blockedUntil: Date.UTC(2027, 0, 1),
    });
  });

  it('finds the error inside a 200', () => {
    const body = { error: { type: 'insufficient_quota', code: 'credit_balance_exhausted' } };
    expect(classifyError(call(200, body), NOW)).toEqual({ kind: 'quota' });
  });

  it('tells a cut answer from one that cannot be read', () => {
    expect(classifyError(call(200, '{"id":"x"', {}, network('ECONNRESET')), NOW)).toMatchObject({
      kind: 'network',
    });
    expect(classifyError(call(200, '{"id":"x"'), NOW)).toMatchObject({ kind: 'malformed_response' });
  });

  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPIPE',
    'ETIMEDOUT',
    'UND_ERR_SOCKET',
    'CERT_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
  ])('calls %s the network, however deep it lies', (code) => {
    expect(classifyError(call(undefined, '', {}, network(code)), NOW)).toMatchObject({ kind: 'network' });
    const plain = Object.assign(new Error('x'), { code });
    const deep = new Error('outer', { cause: new Error('middle', { cause: plain }) });
    expect(classifyError(deep, NOW)).toMatchObject({ kind: 'network' });
  });

  it.each([
    ['ECONNREFUSED', true],
    ['ENOTFOUND', true],
    ['UND_ERR_CONNECT_TIMEOUT', true],
    ['CERT_HAS_EXPIRED', true],
    ['ECONNRESET', undefined],
    ['EPIPE', undefined],
    ['UND_ERR_SOCKET', undefined],
  ])('knows of %s whether the request was surely never sent: %s', (code, unsent) => {
    expect(classifyError(call(undefined, '', {}, network(code)), NOW).unsent).toBe(unsent);
  });

  it.each([
    ['a cut body', new TypeError('terminated'), 'network'],
    ['an abort', new DOMException('aborted', 'AbortError'), 'aborted'],
    ['a clock of the model itself', new DOMException('timed out', 'TimeoutError'), 'timeout'],
    ['a missing key', new LoadAPIKeyError({ message: 'no key' }), 'auth'],
    ['broken JSON', new JSONParseError({ text: CANARY, cause: new Error('x') }), 'malformed_response'],
    [
      'an argument that cannot be sent',
      new InvalidArgumentError({ argument: 'a', message: 'm' }),
      'bad_request',
    ],
    ['a bug', new TypeError('x is not a function'), 'bad_request'],
    ['anything else', new Error('boom'), 'server'],
  ])('knows %s', (_name, error, kind) => {
    expect(classifyError(error, NOW)).toEqual({ kind });
  });

  it.each([
    [
      'OpenAI chat: the bare error',
      { type: 'insufficient_quota', code: 'insufficient_quota', message: CANARY },
      'quota',
    ],
    [
      'OpenAI responses: the event',
      { type: 'error', error: { type: 'server_error', code: 'slow_down' } },
      'rate_limit',
    ],
    [
      'OpenAI responses: failed',
      { response: { error: { code: 'rate_limit_exceeded', message: CANARY } } },
      'rate_limit',
    ],
    ['Anthropic', { type: 'overloaded_error', message: 'Overloaded' }, 'overloaded'],
    ['JSON text', '{"error":{"type":"overloaded_error"}}', 'overloaded'],
    [
      'AI SDK stream error',
      { message: CANARY, type: 'x', statusCode: 429, data: { error: { type: 'requests' } } },
      'rate_limit',
    ],
    ['plain text', CANARY, 'server'],
    ['nothing', undefined, 'server'],
  ])('reads the error part of a stream: %s', (_name, part, kind) => {
    expect(classifyError(part, NOW).kind).toBe(kind);
  });

  it('has a kind for every value, and only fields that it knows', () => {
    const fields = new Set(['kind', 'httpStatus', 'retryAfterMs', 'shouldRetry', 'blockedUntil']);
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        for (const thrown of [
          value,
          Object.assign(new Error('x'), { name: String(fc.stringify(value)), code: value }),
        ]) {
          const failure = classifyError(thrown, NOW);
          expect(ERROR_KINDS).toContain(failure.kind);
          expect(Object.keys(failure).filter((key) => !fields.has(key))).toEqual([]);
        }
      }),
    );
    expect(classifyError(Object.assign(new Error('x'), { name: 'constructor' }), NOW)).toEqual({
      kind: 'server',
    });
  });

  it('survives causes that form a circle', () => {
    const error = new Error('a');
    error.cause = new Error('b', { cause: error });
    expect(classifyError(error, NOW)).toEqual({ kind: 'server' });
  });

  it('keeps no word of the request and of the provider', () => {
    const body = { error: { type: CANARY, code: CANARY, message: CANARY, details: { error_code: CANARY } } };
    for (const status of [200, 400, 401, 429, 500, undefined]) {
      expect(JSON.stringify(classifyError(call(status, body), NOW))).not.toContain(CANARY);
    }
  });
});
