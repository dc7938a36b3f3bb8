import { calcPrice, findProvider, type ModelPrice } from '@pydantic/genai-prices';
import type { PriceTable, TokenRates } from './price-table.js';

const PICO_PER_DOLLAR_PER_MILLION = 1_000_000;

/**
 * What `@pydantic/genai-prices` says a model costs at this time; `null` when it knows no price. The provider's name must
 * be the list's own: its fuzzy search would give a proxy named `my-openai` the prices of OpenAI. Prices of searches, of
 * stored files and of audio are left out, because the AI SDK's usage does not count these.
 */
export function bundledPrice(provider: string, model: string, at: number): PriceTable | null {
  const listed = findProvider({ providerId: provider });
  if (listed?.id !== provider) return null;
  const found = calcPrice({ input_tokens: 0 }, model, { provider: listed, timestamp: new Date(at) });
  return found === null ? null : toPriceTable(found.model_price);
}

/** Its tiers are kept per price; ours hold all prices of a tier. */
function toPriceTable(prices: ModelPrice): PriceTable | null {
  const base = ratesAt(prices, 0);
  if (base === null) return null;
  const thresholds = new Set<number>();
  for (const price of Object.values(prices)) {
    if (typeof price === 'object') for (const { start } of price.tiers) thresholds.add(start);
  }
  const tiers = [...thresholds]
    .toSorted((left, right) => left - right)
    .map((start) => ({ aboveInputTokens: start, rates: ratesAt(prices, start + 1) ?? base }));
  return { base, tiers };
}

/** The prices of a prompt of so many tokens. `null` for models that are not paid by input tokens. */
function ratesAt(prices: ModelPrice, inputTokens: number): TokenRates | null {
  const rate = (key: string): number | undefined => {
    const price = prices[key];
    if (price === undefined || typeof price === 'number') return toPico(price);
    return toPico(price.tiers.findLast(({ start }) => inputTokens > start)?.price ?? price.base);
  };
  const input = rate('input_mtok');
  if (input === undefined) return null;
  const cacheWrite = rate('cache_write_mtok') ?? input;
  const output = rate('output_mtok') ?? null;
  return {
    input,
    cacheWrite,
    cacheRead: rate('cache_read_mtok') ?? input,
    cacheWrite1h: rate('cache_write_1h_mtok') ?? cacheWrite,
    output,
    reasoning: output,
  };
}

function toPico(price: number | undefined): number | undefined {
  return price === undefined ? undefined : Math.round(price * PICO_PER_DOLLAR_PER_MILLION);
}
