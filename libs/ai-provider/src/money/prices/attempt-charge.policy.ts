import type { AttemptEnd } from '../../failover/attempt-end.js';
import { costOfTokens } from './cost.policy.js';
import { countTokens, MOST_TOKENS, type CountedTokens } from './counted-tokens.policy.js';
import type { PriceList } from './price-list.js';

/** What an attempt has used and cost. */
export interface AttemptCharge {
  readonly tokens: CountedTokens;
  /** Whole micro-dollars; `null` when the price is not known. */
  readonly costMicroDollars: number | null;
  readonly source: ChargeSource;
}

/**
 * Who counted the tokens. `provider`: the provider itself. `repaired`: its parts did not sum up to its totals, and the
 * larger reading was taken. `estimated`: it did not say. `refused`: it turned the request down, and nothing was used.
 */
export type ChargeSource = 'provider' | 'repaired' | 'estimated' | 'refused';

const NOTHING: CountedTokens = {
  input: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
};
const REFUSED: AttemptCharge = { tokens: NOTHING, costMicroDollars: 0, source: 'refused' };

/** About what a token of English is, by OpenAI (https://help.openai.com/en/articles/4936856). */
const CHARACTERS_PER_TOKEN = 4;
const FIRST_ERROR_STATUS = 400;

/**
 * A provider that answers with an error status bills nothing. One that was cut off by a timeout, by the caller or by the
 * network may have read the prompt and written, so the estimated prompt and what arrived of the answer count.
 */
export function chargeOf(end: AttemptEnd, prices: PriceList, at: number): AttemptCharge {
  const { usage, failure, outputCharacters } = end;
  const counted = usage && countTokens(usage);
  if (counted) {
    return priced(end, counted.tokens, counted.consistent ? 'provider' : 'repaired', prices, at);
  }
  if (failure && outputCharacters === 0 && (failure.httpStatus ?? 0) >= FIRST_ERROR_STATUS) return REFUSED;
  const tokens = {
    ...NOTHING,
    input: wholeTokens(end.profile.inputTokens),
    output: wholeTokens(outputCharacters / CHARACTERS_PER_TOKEN),
  };
  return priced(end, tokens, 'estimated', prices, at);
}

function priced(
  { candidate }: AttemptEnd,
  tokens: CountedTokens,
  source: ChargeSource,
  prices: PriceList,
  at: number,
): AttemptCharge {
  const table = prices.priceOf(candidate, at);
  return { tokens, source, costMicroDollars: table === null ? null : costOfTokens(tokens, table) };
}

function wholeTokens(estimate: number): number {
  return estimate > 0 ? Math.min(Math.ceil(estimate), MOST_TOKENS) : 0;
}
