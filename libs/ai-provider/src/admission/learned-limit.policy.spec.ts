import { describe, expect, it } from 'vitest';
import { agedRemaining, learnedLimits } from './learned-limit.policy.js';

const NOW = Date.UTC(2026, 0, 1);

const xRateLimit = (name: string, limit: string, remaining: string, reset?: string) => ({
  [`x-ratelimit-limit-${name}`]: limit,
  [`x-ratelimit-remaining-${name}`]: remaining,
  ...(reset === undefined ? {} : { [`x-ratelimit-reset-${name}`]: reset }),
});
const anthropic = (name: string, limit: string, remaining: string, reset = '2026-01-01T00:00:30Z') => ({
  [`anthropic-ratelimit-${name}-limit`]: limit,
  [`anthropic-ratelimit-${name}-remaining`]: remaining,
  [`anthropic-ratelimit-${name}-reset`]: reset,
});

describe('learnedLimits', () => {
  const both = {
    ...xRateLimit('requests', '500', '499', '120ms'),
    ...xRateLimit('tokens', '30000', '29000', '2s'),
  };

  it('reads OpenAI’s six headers as limits per minute', () => {
    expect(learnedLimits('openai', both, NOW)).toEqual([
      { kind: 'requestsPerMinute', limit: 500, remaining: 499, resetInMs: 120 },
      { kind: 'tokensPerMinute', limit: 30_000, remaining: 29_000, resetInMs: 2_000 },
    ]);
  });

  it('reads the same six of Groq as requests per day and tokens per minute', () => {
    expect(learnedLimits('groq', both, NOW)).toEqual([
      { kind: 'requestsPerDay', limit: 500, remaining: 499, resetInMs: 120 },
      { kind: 'tokensPerMinute', limit: 30_000, remaining: 29_000, resetInMs: 2_000 },
    ]);
  });

  it('knows a daily limit of OpenAI by a reset that no bucket of a minute needs', () => {
    expect(learnedLimits('openai', xRateLimit('requests', '200', '190', '1h12m0s'), NOW)).toMatchObject([
      { kind: 'requestsPerDay', limit: 200 },
    ]);
  });

  it('reads Anthropic’s groups, input and output apart, with what rounding to thousands may have hidden', () => {
    const headers = {
      ...anthropic('requests', '50', '49'),
      ...anthropic('input-tokens', '30000', '28000'),
      ...anthropic('output-tokens', '8000', '8000'),
      ...anthropic('tokens', '38000', '36000'),
    };
    expect(learnedLimits('anthropic', headers, NOW)).toEqual([
      { kind: 'requestsPerMinute', limit: 50, remaining: 49, resetInMs: 30_000 },
      { kind: 'inputTokensPerMinute', limit: 30_000, remaining: 28_499, resetInMs: 30_000 },
      { kind: 'outputTokensPerMinute', limit: 8_000, remaining: 8_000, resetInMs: 30_000 },
    ]);
  });

  it('learns Anthropic’s tokens group only where it is a limit of its own, such as a workspace’s', () => {
    const headers = {
      ...anthropic('input-tokens', '30000', '30000'),
      ...anthropic('output-tokens', '8000', '8000'),
      ...anthropic('tokens', '10000', '10000'),
    };
    expect(learnedLimits('anthropic', headers, NOW)).toContainEqual(
      expect.objectContaining({ kind: 'tokensPerMinute', limit: 10_000 }),
    );
  });

  it('believes a reset in the past no further than that it is past', () => {
    const headers = anthropic('requests', '50', '0', '2025-12-31T23:59:59Z');
    expect(learnedLimits('anthropic', headers, NOW)).toEqual([
      { kind: 'requestsPerMinute', limit: 50, remaining: 0, resetInMs: undefined },
    ]);
  });

  it.each([
    ['-1', '-1'],
    ['0', '0'],
    ['', '5'],
    ['many', '5'],
    ['1.5', '1'],
    ['9999999999', '5'],
  ])('takes a limit of %j with %j left for none', (limit, remaining) => {
    expect(learnedLimits('openai', xRateLimit('tokens', limit, remaining), NOW)).toEqual([]);
  });

  it('does without what remains where it is missing or absurd', () => {
    expect(learnedLimits('openai', xRateLimit('tokens', '100', '-1'), NOW)).toMatchObject([
      { limit: 100, remaining: undefined },
    ]);
    expect(learnedLimits('openai', { 'x-ratelimit-remaining-tokens': '5' }, NOW)).toEqual([]);
    expect(learnedLimits('openai', xRateLimit('tokens', '100', '101'), NOW)).toMatchObject([
      { remaining: 100 },
    ]);
  });
});

describe('agedRemaining', () => {
  const report = { limit: 600, remaining: 60, resetInMs: undefined };

  it('gives back evenly over the window', () => {
    expect(agedRemaining(report, 60_000, 0)).toBe(60);
    expect(agedRemaining(report, 60_000, 30_000)).toBe(360);
    expect(agedRemaining(report, 60_000, 60_000)).toBe(600);
  });

  it('gives back all by the reset, and no later', () => {
    expect(agedRemaining({ ...report, resetInMs: 6_000 }, 60_000, 6_000)).toBe(600);
    // A window that ends in a second leaves nothing to wait for but that second.
    expect(agedRemaining({ ...report, resetInMs: 1_000 }, 60_000, 0)).toBe(590);
  });

  it('says nothing where the report does not', () => {
    expect(agedRemaining({ ...report, remaining: undefined }, 60_000, 0)).toBeUndefined();
  });
});
