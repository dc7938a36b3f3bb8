import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { HydrogenError } from './hydrogen.error.js';
import { isTransient } from './transient.js';

class OwnError extends HydrogenError {
  constructor(retryable: boolean, cause?: unknown) {
    super('own', { code: 'OWN', retryable, cause });
  }
}

const withCode = (code: string): Error => Object.assign(new Error('network'), { code });
const wrapped = (cause: unknown, times = 1): unknown =>
  times === 0 ? cause : wrapped(new Error('wrapper', { cause }), times - 1);
const endless: Error & { cause?: unknown } = new Error('endless');
endless.cause = endless;

describe('isTransient', () => {
  it.each([
    ['our error that says so', new OwnError(true)],
    ['an AI SDK error that says so', Object.assign(new Error('x'), { isRetryable: true })],
    ['a reset connection', withCode('ECONNRESET')],
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a timed-out connection', withCode('ETIMEDOUT')],
    ['a resolver that is busy', withCode('EAI_AGAIN')],
    ['an undici timeout', withCode('UND_ERR_HEADERS_TIMEOUT')],
    [
      'a network error inside a fetch error',
      new TypeError('fetch failed', { cause: withCode('ECONNRESET') }),
    ],
    ['a cause seven levels down', wrapped(withCode('EPIPE'), 7)],
  ])('is true for %s', (_name, error) => {
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['our error that says no', new OwnError(false)],
    ['our error that says no although its cause could be retried', new OwnError(false, withCode('EPIPE'))],
    ['an AI SDK error that says no', Object.assign(withCode('EPIPE'), { isRetryable: false })],
    ['a bug', new TypeError('x is not a function')],
    ['a code that is not of the network', withCode('ENOENT')],
    ['an abort', new DOMException('stopped', 'AbortError')],
    ['an abort because of a network error', Object.assign(withCode('EPIPE'), { name: 'AbortError' })],
    ['a wrapped abort', new Error('x', { cause: new DOMException('stopped', 'AbortError') })],
    ['a cause eight levels down, where the search has ended', wrapped(withCode('EPIPE'), 8)],
    ['a cycle of causes', endless],
    ['a text', 'ECONNRESET'],
    ['null', null],
    ['nothing', undefined],
  ])('is false for %s', (_name, error) => {
    expect(isTransient(error)).toBe(false);
  });

  it('is true for what fetch really throws when nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
    server.close();
    await once(server, 'close');
    const error: unknown = await fetch(`http://127.0.0.1:${address.port}`).catch((thrown: unknown) => thrown);
    expect(isTransient(error)).toBe(true);
  });
});
