import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { bundledPrice } from './bundled-prices.js';
import { costOfTokens, expectedCost, highestCost, type ExpectedTokens } from './cost.policy.js';
import { countTokens } from './counted-tokens.policy.js';
import type { PriceTable } from './price-table.js';

/** Whose price is asked for; a candidate is one. */
export interface PricedModel {
  readonly provider: string;
  readonly model: string;
}

/** Looking a price up takes some 200 us, and prices change at whole minutes at the earliest. */
const KEPT_FOR_MS = 60_000;

interface Kept {
  readonly minute: number;
  readonly table: PriceTable | null;
}

/** Candidates are few; a caller that asks for ever new names must not fill the memory. */
const MOST_KEPT = 1_000;

/** Prices of an application: its own first, then the bundled list. */
export class PriceList {
  private readonly kept = new Map<string, Kept>();

  /** @param own by `provider/model`; `null` for a price that is not known. */
  constructor(private readonly own: ReadonlyMap<string, PriceTable | null> = new Map()) {}

  /** `null` when the price is not known. @param at ms since 1970. */
  priceOf({ provider, model }: PricedModel, at: number): PriceTable | null {
    const id = `${provider}/${model}`;
    const own = this.own.get(id);
    if (own !== undefined) return own;
    const minute = Math.floor(at / KEPT_FOR_MS);
    const known = this.kept.get(id);
    if (known?.minute === minute) return known.table;
    const table = bundledPrice(provider, model, at);
    if (this.kept.size >= MOST_KEPT && known === undefined) this.kept.clear();
    this.kept.set(id, { minute, table });
    return table;
  }
}

/**
 * What a call has cost by the provider's own count, in whole micro-dollars; `null` when the price or the count is not
 * known, never 0 then.
 */
export function costOf(
  model: PricedModel,
  usage: LanguageModelV4Usage,
  prices: PriceList,
  at: number,
): number | null {
  const counted = countTokens(usage);
  const table = prices.priceOf(model, at);
  return counted === null || table === null ? null : costOfTokens(counted.tokens, table);
}

/** What a call is expected to cost, for choosing among candidates: whole micro-dollars, `null` when the price is not known. */
export function estimateCost(
  model: PricedModel,
  expected: ExpectedTokens,
  prices: PriceList,
  at: number,
): number | null {
  const table = prices.priceOf(model, at);
  return table === null ? null : expectedCost(expected, table);
}

/** The most that a call of this size can cost: whole micro-dollars, `null` when the price is not known. */
export function maximumCost(
  model: PricedModel,
  expected: ExpectedTokens,
  prices: PriceList,
  at: number,
): number | null {
  const table = prices.priceOf(model, at);
  return table === null ? null : highestCost(expected, table);
}
