import { describe, expect, it } from 'vitest';
import { limitHeadersOf } from './limit-headers.js';

describe('limitHeadersOf', () => {
  it('takes the fields about limits of all three providers, whatever their case, and nothing else', () => {
    expect(
      limitHeadersOf({
        'X-RateLimit-Remaining-Tokens': '5',
        'anthropic-ratelimit-input-tokens-reset': '2026-01-01T00:00:00Z',
        'x-ratelimit-limit-requests': undefined,
        'set-cookie': 'session',
        'openai-organization': 'somebody',
      }),
    ).toEqual({
      'x-ratelimit-remaining-tokens': '5',
      'anthropic-ratelimit-input-tokens-reset': '2026-01-01T00:00:00Z',
    });
  });

  it('says so when there are none', () => {
    expect(limitHeadersOf({ date: 'today' })).toBeUndefined();
    expect(limitHeadersOf(undefined)).toBeUndefined();
  });
});
