import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
import { parseCandidateId } from '../../candidates/candidate-id.js';
import type { PriceTable, TokenRates } from './price-table.js';

/** US dollars per million tokens, 0 to 1,000,000, at most six decimals. */
export interface TokenPrices {
  readonly inputPerMillion: number;
  readonly outputPerMillion: number;
  /** Input that the provider's prompt cache served. Default: `inputPerMillion`. */
  readonly cacheReadPerMillion?: number;
  /** Input that was written to that cache. Default: `inputPerMillion`. */
  readonly cacheWritePerMillion?: number;
  /** The same for entries that live for an hour (Anthropic). Default: `cacheWritePerMillion`. */
  readonly cacheWrite1hPerMillion?: number;
  /** Reasoning, where it is priced apart from other output. Default: `outputPerMillion`. */
  readonly reasoningPerMillion?: number;
}

export interface PriceTierOptions extends Partial<TokenPrices> {
  /** These prices hold for the whole request when its input, cached tokens included, is longer than this. */
  readonly aboveInputTokens: number;
}

export interface ModelPricing extends TokenPrices {
  /** Prices of long prompts. What a tier leaves out stays as it is below it. Default: none. */
  readonly tiers?: readonly PriceTierOptions[];
}

/** Prices by `provider/model`; `null` says that the price is not known, whatever the bundled list says. */
export type PricingOptions = Readonly<Record<string, ModelPricing | null>>;

const PRICES = [
  'inputPerMillion',
  'outputPerMillion',
  'cacheReadPerMillion',
  'cacheWritePerMillion',
  'cacheWrite1hPerMillion',
  'reasoningPerMillion',
] as const satisfies readonly (keyof TokenPrices)[];

const HIGHEST_PRICE = 1_000_000;
const PICO_PER_DOLLAR_PER_MILLION = 1_000_000;
const LONGEST_INPUT = 1_000_000_000;

/**
 * Reads the prices of a configuration.
 * @throws InvalidOptionError naming the field.
 */
export function resolvePricing(
  options: PricingOptions | undefined,
  field: string,
): ReadonlyMap<string, PriceTable | null> {
  const tables = new Map<string, PriceTable | null>();
  for (const [id, pricing] of Object.entries(options ?? {})) {
    const at = `${field}['${id}']`;
    parseCandidateId(id, at);
    tables.set(id, pricing === null ? null : tableOf(pricing, at));
  }
  return tables;
}

function tableOf(pricing: ModelPricing, field: string): PriceTable {
  if (typeof pricing !== 'object') {
    throw new InvalidOptionError({
      field,
      accepted: 'prices per million tokens, or null',
      received: pricing,
    });
  }
  const tiers = pricing.tiers ?? [];
  if (!Array.isArray(tiers)) {
    throw new InvalidOptionError({ field: `${field}.tiers`, accepted: 'a list of tiers', received: tiers });
  }
  let prices: TokenPrices = pricing;
  let threshold = 0;
  const base = ratesOf(prices, field);
  return {
    base,
    tiers:
      pricing.tiers?.map((tier, index) => {
        const at = `${field}.tiers[${index}]`;
        threshold = wholeNumber(
          tier?.aboveInputTokens,
          `${at}.aboveInputTokens`,
          Math.max(1, threshold + 1),
          LONGEST_INPUT,
        );
        prices = { ...prices, ...tier };
        return { aboveInputTokens: threshold, rates: ratesOf(prices, at) };
      }) ?? [],
  };
}

function ratesOf(prices: TokenPrices, field: string): TokenRates {
  const rate = (name: (typeof PRICES)[number], fallback?: number): number =>
    prices[name] === undefined && fallback !== undefined
      ? fallback
      : toPico(prices[name], `${field}.${name}`);
  const input = rate('inputPerMillion');
  const output = rate('outputPerMillion');
  const cacheWrite = rate('cacheWritePerMillion', input);
  return {
    input,
    output,
    cacheWrite,
    cacheRead: rate('cacheReadPerMillion', input),
    cacheWrite1h: rate('cacheWrite1hPerMillion', cacheWrite),
    reasoning: rate('reasoningPerMillion', output),
  };
}

function toPico(price: unknown, field: string): number {
  if (typeof price === 'number' && price >= 0 && price <= HIGHEST_PRICE) {
    const pico = Math.round(price * PICO_PER_DOLLAR_PER_MILLION);
    if (pico / PICO_PER_DOLLAR_PER_MILLION === price) return pico;
  }
  throw new InvalidOptionError({
    field,
    accepted: `US dollars per million tokens, 0 to ${HIGHEST_PRICE}, at most six decimals`,
    received: price,
  });
}
