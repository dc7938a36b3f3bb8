import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { allInput, countTokens } from './counted-tokens.policy.js';

type Input = Partial<LanguageModelV4Usage['inputTokens']>;
type Output = Partial<LanguageModelV4Usage['outputTokens']>;
const usage = (input: Input, output: Output, raw?: LanguageModelV4Usage['raw']): LanguageModelV4Usage => ({
  inputTokens: {
    total: undefined,
    noCache: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
    ...input,
  },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined, ...output },
  ...(raw === undefined ? {} : { raw }),
});

describe('countTokens', () => {
  it('puts every token in one part, whose sum is the total', () => {
    const count = countTokens(
      usage(
        { total: 100, noCache: 60, cacheRead: 30, cacheWrite: 10 },
        { total: 20, text: 5, reasoning: 15 },
      ),
    );
    expect(count).toEqual({
      tokens: { input: 60, cacheRead: 30, cacheWrite: 10, cacheWrite1h: 0, output: 20, reasoning: 15 },
      consistent: true,
    });
    expect(count && allInput(count.tokens)).toBe(100);
  });

  it('needs only totals, or only parts', () => {
    const tokens = { input: 7, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: 3, reasoning: 0 };
    expect(countTokens(usage({ total: 7 }, { total: 3 }))).toEqual({ tokens, consistent: true });
    expect(countTokens(usage({ noCache: 7 }, { text: 3 }))).toEqual({ tokens, consistent: true });
    expect(countTokens(usage({ total: 10, cacheRead: 3 }, { total: 3 }))?.tokens.input).toBe(7);
  });

  it('takes the larger reading where parts and totals contradict each other, and says so', () => {
    // Cached tokens beside the total instead of inside it.
    expect(countTokens(usage({ total: 10, noCache: 10, cacheRead: 90 }, { total: 1 }))).toMatchObject({
      tokens: { input: 10, cacheRead: 90 },
      consistent: false,
    });
    // Parts that leave some of the total out.
    expect(countTokens(usage({ total: 50, noCache: 10, cacheRead: 20 }, { total: 1 }))).toMatchObject({
      tokens: { input: 30, cacheRead: 20 },
      consistent: false,
    });
    // More cached than there was, as a subtraction makes of it.
    expect(countTokens(usage({ total: 10, noCache: -10, cacheRead: 20 }, { total: 1 }))).toMatchObject({
      tokens: { input: 0, cacheRead: 20 },
      consistent: false,
    });
    // Reasoning beside the output instead of inside it.
    expect(countTokens(usage({ total: 1 }, { total: 50, text: 50, reasoning: 100 }))).toMatchObject({
      tokens: { output: 150, reasoning: 100 },
      consistent: false,
    });
    expect(countTokens(usage({ total: 1 }, { total: 50, text: -50, reasoning: 100 }))).toMatchObject({
      tokens: { output: 100, reasoning: 100 },
      consistent: false,
    });
  });

  it("reads Anthropic's hour-long cache entries, never more of them than were written", () => {
    const written = (hour: unknown) =>
      countTokens(
        usage({ total: 10, noCache: 5, cacheRead: 0, cacheWrite: 5 }, { total: 1 }, {
          cache_creation: { ephemeral_1h_input_tokens: hour },
        } as LanguageModelV4Usage['raw']),
      )?.tokens.cacheWrite1h;
    expect([3, 5, 6, -1, 1.5, 'x', null].map(written)).toEqual([3, 5, 5, 0, 0, 0, 0]);
  });

  it('counts nothing where the provider counted nothing or no whole numbers', () => {
    expect(countTokens(usage({}, {}))).toBeNull();
    expect(countTokens(usage({ total: 1 }, {}))).toBeNull();
    for (const wrong of [-1, 1.5, Number.NaN, Infinity, 2e9]) {
      expect(countTokens(usage({ total: wrong }, { total: 1 }))).toBeNull();
      expect(countTokens(usage({ total: 1 }, { total: wrong }))).toBeNull();
      expect(countTokens(usage({ total: 1, cacheRead: wrong }, { total: 1 }))).toBeNull();
    }
  });
});
