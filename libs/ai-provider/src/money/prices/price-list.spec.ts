import { calcPrice, findProvider } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_PROVIDERS } from '../../providers/provider-options.js';
import { costOfTokens } from './cost.policy.js';
import { costOf, estimateCost, maximumCost, PriceList } from './price-list.js';
import { resolvePricing } from './pricing.options.js';

const WHEN = Date.UTC(2026, 10, 23, 12);
const USAGE = {
  inputTokens: { total: 1_000, noCache: 1_000, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 100, text: 100, reasoning: 0 },
};

/** Models that are paid by the token; others (speech by the hour) have no price of ours. */
const models = BUILT_IN_PROVIDERS.flatMap((provider) =>
  (findProvider({ providerId: provider })?.models ?? []).map(({ id }) => ({ provider, model: id })),
);

describe('PriceList', () => {
  it('agrees with the calculator of the bundled list on every model and mix of tokens', () => {
    const prices = new PriceList();
    const priced = models.filter((model) => prices.priceOf(model, WHEN) !== null);
    expect(priced.length).toBeGreaterThan(120);
    const count = fc.integer({ min: 0, max: 300_000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...priced),
        count,
        count,
        count,
        count,
        (model, input, read, write, output) => {
          const table = prices.priceOf(model, WHEN);
          const tokens = { input, cacheRead: read, cacheWrite: write, cacheWrite1h: 0, output, reasoning: 0 };
          const ours = table && costOfTokens(tokens, table);
          const theirs = calcPrice(
            {
              input_tokens: input + read + write,
              cache_read_tokens: read,
              cache_write_tokens: write,
              output_tokens: output,
            },
            model.model,
            { providerId: model.provider, timestamp: new Date(WHEN) },
          );
          if (ours === null) expect(table?.base.output).toBeNull();
          // They sum floating-point dollars.
          else expect(Math.abs(ours - (theirs?.total_price ?? Number.NaN) * 1e6)).toBeLessThan(0.501);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('knows when a price changed', () => {
    const prices = new PriceList();
    const model = { provider: 'openai', model: 'gpt-5.6-sol' };
    expect(costOf(model, USAGE, prices, Date.UTC(2026, 7, 20))).toBe(8_000);
    expect(costOf(model, USAGE, prices, Date.UTC(2026, 7, 22))).toBe(6_000);
  });

  it('says null, and never 0, of a price that it does not know', () => {
    const prices = new PriceList(resolvePricing({ 'openai/gpt-5.4-mini': null }, 'pricing'));
    for (const model of [
      { provider: 'openai', model: 'gpt-5.4-mini' },
      { provider: 'openai', model: 'never-heard-of' },
      { provider: 'my-openai-proxy', model: 'gpt-5.4' },
      { provider: 'local', model: 'llama' },
    ]) {
      expect(costOf(model, USAGE, prices, WHEN)).toBeNull();
      expect(estimateCost(model, { inputTokens: 1, outputTokens: 1 }, prices, WHEN)).toBeNull();
      expect(maximumCost(model, { inputTokens: 1, outputTokens: 1 }, prices, WHEN)).toBeNull();
    }
  });

  it('takes a configured price before the bundled one, and 0 as a price', () => {
    const prices = new PriceList(
      resolvePricing(
        {
          'openai/gpt-5.4-mini': { inputPerMillion: 2, outputPerMillion: 10 },
          'local/llama': { inputPerMillion: 0, outputPerMillion: 0 },
        },
        'pricing',
      ),
    );
    expect(costOf({ provider: 'openai', model: 'gpt-5.4-mini' }, USAGE, prices, WHEN)).toBe(3_000);
    expect(costOf({ provider: 'local', model: 'llama' }, USAGE, prices, WHEN)).toBe(0);
  });

  it('says null of a usage that counts nothing', () => {
    const nothing = {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    };
    expect(costOf({ provider: 'openai', model: 'gpt-5.4-mini' }, nothing, new PriceList(), WHEN)).toBeNull();
  });
});
