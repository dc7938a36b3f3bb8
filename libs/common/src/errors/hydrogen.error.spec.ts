import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HydrogenError, isHydrogenError } from './hydrogen.error.js';

const CANARY = 'sk-canary-5f1d';

class UpstreamError extends HydrogenError {
  constructor() {
    super('The upstream refused.', {
      code: 'UPSTREAM_REFUSED',
      httpStatus: 502,
      retryable: true,
      retryAfterMs: 250,
      details: { provider: 'groq' },
      cause: new Error(`401: wrong key ${CANARY}`, { cause: { apiKey: CANARY } }),
    });
  }
}

class PlainError extends HydrogenError {
  constructor() {
    super('It failed.', { code: 'PLAIN' });
  }
}

describe('HydrogenError', () => {
  it('serialises to its public facts and nothing else', () => {
    expect(JSON.parse(JSON.stringify(new UpstreamError()))).toEqual({
      name: 'UpstreamError',
      code: 'UPSTREAM_REFUSED',
      message: 'The upstream refused.',
      retryable: true,
      retryAfterMs: 250,
      details: { provider: 'groq' },
    });
    expect(JSON.parse(JSON.stringify(new PlainError()))).toEqual({
      name: 'PlainError',
      code: 'PLAIN',
      message: 'It failed.',
      retryable: false,
    });
  });

  it('shows its cause in no text form, also when another error wraps it', () => {
    const error = new UpstreamError();
    const texts = [
      JSON.stringify(error),
      String(error),
      inspect(error, { depth: 10, showHidden: true }),
      inspect({ error }, { depth: 10 }),
      inspect(new Error('outer', { cause: error }), { depth: 10 }),
      JSON.stringify({ ...error }),
      error.stack ?? '',
    ];
    expect(texts.filter((text) => text.includes(CANARY))).toEqual([]);
  });

  it('is inspected as its stack with code and details, so that a log line is still useful', () => {
    const text = inspect(new UpstreamError());
    expect(text).toContain('UpstreamError: The upstream refused.');
    expect(text).toContain('hydrogen.error.spec');
    expect(text).toContain('"code":"UPSTREAM_REFUSED"');
    expect(text).toContain('"provider":"groq"');
  });

  it('keeps the cause for the log, and has none when none was given', () => {
    expect(new UpstreamError().cause).toBeInstanceOf(Error);
    expect('cause' in new PlainError()).toBe(false);
  });

  it('defaults to a 500 that is not worth another try', () => {
    expect(new PlainError()).toMatchObject({ httpStatus: 500, retryable: false, retryAfterMs: undefined });
    expect(new UpstreamError()).toMatchObject({ httpStatus: 502, retryable: true, retryAfterMs: 250 });
  });

  it('is recognised by a marker that another copy of the package shares', () => {
    const fromAnotherCopy = Object.defineProperty(new Error('x'), Symbol.for('@hydrogenai/error'), {
      value: true,
    });
    expect(isHydrogenError(fromAnotherCopy)).toBe(true);
    expect(isHydrogenError(new PlainError())).toBe(true);
  });

  it.each([[new Error('x')], [null], [undefined], ['text'], [{ code: 'PLAIN' }], [7]])(
    'does not take %s for one of ours',
    (value) => {
      expect(isHydrogenError(value)).toBe(false);
    },
  );
});
