/**
 * Prices of tokens in pico-dollars a token, which is the same number as millionths of a dollar per million tokens: $0.075
 * per million is 75,000. Whole, so that sums are exact.
 */
export interface TokenRates {
  /** Input that was neither read from nor written to the provider's prompt cache. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Anthropic's cache entries that live for an hour instead of five minutes. */
  readonly cacheWrite1h: number;
  /** `null` where a list names none, as for embeddings. */
  readonly output: number | null;
  /** Reasoning is part of the output; only few models price it apart. */
  readonly reasoning: number | null;
}

/** What one model costs at one time. */
export interface PriceTable {
  readonly base: TokenRates;
  /** Lowest threshold first. The last one whose threshold the whole input exceeds holds for the whole request. */
  readonly tiers: readonly PriceTier[];
}

export interface PriceTier {
  readonly aboveInputTokens: number;
  readonly rates: TokenRates;
}

/** Picks the rates of a request. `inputTokens`: all of them, cached ones included. */
export function ratesFor({ base, tiers }: PriceTable, inputTokens: number): TokenRates {
  return tiers.findLast(({ aboveInputTokens }) => inputTokens > aboveInputTokens)?.rates ?? base;
}
