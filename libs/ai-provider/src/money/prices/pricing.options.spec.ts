import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { resolvePricing, type PricingOptions } from './pricing.options.js';

describe('resolvePricing', () => {
  it('fills what is left out with the next dearer price that is known', () => {
    const table = resolvePricing({ 'a/b': { inputPerMillion: 1, outputPerMillion: 2 } }, 'pricing').get(
      'a/b',
    );
    expect(table).toEqual({
      base: {
        input: 1_000_000,
        cacheRead: 1_000_000,
        cacheWrite: 1_000_000,
        cacheWrite1h: 1_000_000,
        output: 2_000_000,
        reasoning: 2_000_000,
      },
      tiers: [],
    });
  });

  it('lets a tier inherit what it does not change', () => {
    const table = resolvePricing(
      {
        'a/b': {
          inputPerMillion: 1,
          outputPerMillion: 2,
          cacheReadPerMillion: 0.075,
          tiers: [
            { aboveInputTokens: 100, inputPerMillion: 3 },
            { aboveInputTokens: 200, outputPerMillion: 9 },
          ],
        },
      },
      'pricing',
    ).get('a/b');
    expect(table?.tiers).toMatchObject([
      { aboveInputTokens: 100, rates: { input: 3_000_000, cacheRead: 75_000, output: 2_000_000 } },
      { aboveInputTokens: 200, rates: { input: 3_000_000, cacheRead: 75_000, output: 9_000_000 } },
    ]);
  });

  it('keeps null, which says that a price is not known', () => {
    expect(resolvePricing({ 'a/b': null }, 'pricing')).toEqual(new Map([['a/b', null]]));
    expect(resolvePricing(undefined, 'pricing').size).toBe(0);
  });

  it.each<readonly [string, unknown, string]>([
    ['a name without a provider', { gpt: null }, "pricing['gpt']"],
    ['no prices', { 'a/b': 3 }, "pricing['a/b']"],
    ['a missing price', { 'a/b': { inputPerMillion: 1 } }, "pricing['a/b'].outputPerMillion"],
    [
      'a negative price',
      { 'a/b': { inputPerMillion: -1, outputPerMillion: 1 } },
      "pricing['a/b'].inputPerMillion",
    ],
    [
      'a price finer than what is counted',
      { 'a/b': { inputPerMillion: 1, outputPerMillion: 0.000_000_1 } },
      "pricing['a/b'].outputPerMillion",
    ],
    [
      'tiers out of order',
      {
        'a/b': {
          inputPerMillion: 1,
          outputPerMillion: 1,
          tiers: [{ aboveInputTokens: 9 }, { aboveInputTokens: 9 }],
        },
      },
      "pricing['a/b'].tiers[1].aboveInputTokens",
    ],
    [
      'tiers that are no list',
      { 'a/b': { inputPerMillion: 1, outputPerMillion: 1, tiers: {} } },
      "pricing['a/b'].tiers",
    ],
  ])('refuses %s, and names the field', (_, options, field) => {
    // What JavaScript or a configuration may give.
    const resolve = (): unknown => resolvePricing(options as PricingOptions, 'pricing');
    expect(resolve).toThrow(InvalidOptionError);
    expect(resolve).toThrow(expect.objectContaining({ field }));
  });
});
