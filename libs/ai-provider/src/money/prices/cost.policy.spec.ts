import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOfTokens, expectedCost, highestCost } from './cost.policy.js';
import { allInput, type CountedTokens } from './counted-tokens.policy.js';
import type { PriceTable, TokenRates } from './price-table.js';

const rates = (factor: number): TokenRates => ({
  input: 1_000_000 * factor,
  cacheRead: 100_000 * factor,
  cacheWrite: 1_250_000 * factor,
  cacheWrite1h: 2_000_000 * factor,
  output: 5_000_000 * factor,
  reasoning: 5_000_000 * factor,
});
const TABLE: PriceTable = { base: rates(1), tiers: [{ aboveInputTokens: 100, rates: rates(2) }] };
const NONE: CountedTokens = {
  input: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
};

describe('the cost of tokens', () => {
  it('is rounded once, half up, and not part by part', () => {
    const halves: PriceTable = {
      base: { ...rates(1), input: 500_000, cacheRead: 500_000, output: 499_999, reasoning: 499_999 },
      tiers: [],
    };
    expect(costOfTokens({ ...NONE, input: 1 }, halves)).toBe(1);
    expect(costOfTokens({ ...NONE, output: 1 }, halves)).toBe(0);
    // Three halves are 1.5 and not 3.
    expect(costOfTokens({ ...NONE, input: 1, cacheRead: 2 }, halves)).toBe(2);
  });

  it('goes by the tier of the whole input, cached tokens included', () => {
    expect(costOfTokens({ ...NONE, input: 1, cacheRead: 99 }, TABLE)).toBe(11);
    expect(costOfTokens({ ...NONE, input: 1, cacheRead: 100 }, TABLE)).toBe(22);
  });

  it('is unknown where output has no price, and known without output', () => {
    const embedding: PriceTable = { base: { ...rates(1), output: null, reasoning: null }, tiers: [] };
    expect(costOfTokens({ ...NONE, input: 3 }, embedding)).toBe(3);
    expect(costOfTokens({ ...NONE, input: 3, output: 1 }, embedding)).toBeNull();
    expect(highestCost({ inputTokens: 3, outputTokens: 1 }, embedding)).toBeNull();
  });

  it('is exact where products leave the range of exact numbers', () => {
    const dear: PriceTable = { base: { ...rates(1), input: 1_000_000_000_000 }, tiers: [] };
    expect(costOfTokens({ ...NONE, input: 1_000_000_000 }, dear)).toBe(1_000_000_000_000_000);
  });

  it('is never more than the highest cost of a call of this size, whatever its tokens are', () => {
    const count = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(count, count, count, count, count, (input, cacheRead, cacheWrite, output, reasoning) => {
        const tokens: CountedTokens = {
          input,
          cacheRead,
          cacheWrite,
          cacheWrite1h: Math.floor(cacheWrite / 2),
          output: output + reasoning,
          reasoning,
        };
        const size = { inputTokens: allInput(tokens), outputTokens: tokens.output };
        const highest = highestCost(size, TABLE) ?? Number.NaN;
        expect(costOfTokens(tokens, TABLE)).toBeLessThanOrEqual(highest);
        expect(expectedCost(size, TABLE)).toBeLessThanOrEqual(highest);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes estimates that are no whole numbers', () => {
    expect(expectedCost({ inputTokens: 1.2, outputTokens: Number.NaN }, TABLE)).toBe(2);
    expect(highestCost({ inputTokens: -5, outputTokens: Infinity }, TABLE)).toBe(5_000_000_000);
  });
});
