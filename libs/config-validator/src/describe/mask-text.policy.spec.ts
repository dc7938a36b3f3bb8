import { describe, expect, it } from 'vitest';
import { maskText, REDACTED } from './mask-text.policy.js';

describe('a value of a variable that nobody calls sensitive', () => {
  it.each(['SIGNING_KEY', 'apikey', 'DB_PASSWORD', 'PASS', 'SENTRY_DSN', 'AUTH_TOKENS', 'CREDENTIALS'])(
    'is not shown under the name %s',
    (name) => {
      expect(maskText(name, 'short', [])).toBe(REDACTED);
    },
  );

  it.each([
    ['AI_TIMEOUT_MS', '30000'],
    ['KEYBOARD', 'qwerty'],
    ['AUTHOR', 'Jane Doe'],
    ['BASE_URL', 'https://api.example.org/v1/chat'],
    ['MODELS', 'gpt-5-mini,claude-sonnet-4-5'],
    ['GREETING', 'a friendly sentence of many words'],
  ])('is shown under the name %s', (name, text) => {
    expect(maskText(name, text, ['another-secret-0123'])).toBe(text);
  });

  it('is shown without the user and password of a URL, whatever stands in them', () => {
    expect(maskText('PROXY', 'http://me:pa/s@s?x@proxy:3128/', [])).toBe('http://[redacted]@proxy:3128/');
  });

  it('is not shown when it has a telling part of a secret, also encoded', () => {
    const secret = 'correct-horse-battery';
    const shown = [secret, secret.slice(2, 15), Buffer.from(secret).toString('base64'), `x ${secret} y`];
    for (const text of shown) expect(maskText('GREETING', text, [secret])).toBe(REDACTED);
  });
});
