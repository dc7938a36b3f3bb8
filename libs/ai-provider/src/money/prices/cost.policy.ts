import { allInput, MOST_TOKENS, type CountedTokens } from './counted-tokens.policy.js';
import { ratesFor, type PriceTable } from './price-table.js';

const PICO_PER_MICRO = 1_000_000n;
const HALF = PICO_PER_MICRO / 2n;

/** Tokens of a call that has not been made. */
export interface ExpectedTokens {
  /** The whole prompt. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * What these tokens cost, in whole micro-dollars. All parts are summed exactly, and the sum is rounded once, half up.
 * `null` when there is output and the price list names no price for it.
 */
export function costOfTokens(tokens: CountedTokens, table: PriceTable): number | null {
  const rates = ratesFor(table, allInput(tokens));
  const { input, cacheRead, cacheWrite, cacheWrite1h, output, reasoning } = tokens;
  const outputRates = { text: rates.output, reasoning: rates.reasoning ?? rates.output };
  if (output > 0 && (outputRates.text === null || outputRates.reasoning === null)) return null;
  return toMicro(
    times(input, rates.input) +
      times(cacheRead, rates.cacheRead) +
      times(cacheWrite - cacheWrite1h, rates.cacheWrite) +
      times(cacheWrite1h, rates.cacheWrite1h) +
      times(output - reasoning, outputRates.text ?? 0) +
      times(reasoning, outputRates.reasoning ?? 0),
  );
}

/** What a call is expected to cost, for comparing candidates: no cached tokens, plain output. In whole micro-dollars. */
export function expectedCost(
  { inputTokens, outputTokens }: ExpectedTokens,
  table: PriceTable,
): number | null {
  return costOfTokens(
    {
      input: whole(inputTokens),
      cacheRead: 0,
      cacheWrite: 0,
      cacheWrite1h: 0,
      output: whole(outputTokens),
      reasoning: 0,
    },
    table,
  );
}

/**
 * The most that a call of this size can cost, whatever of it is cached, written to a cache or reasoning: what a budget
 * reserves. In whole micro-dollars, rounded up.
 */
export function highestCost({ inputTokens, outputTokens }: ExpectedTokens, table: PriceTable): number | null {
  const rates = ratesFor(table, inputTokens);
  if (outputTokens > 0 && rates.output === null) return null;
  const input = Math.max(rates.input, rates.cacheRead, rates.cacheWrite, rates.cacheWrite1h);
  const output = Math.max(rates.output ?? 0, rates.reasoning ?? 0);
  const pico = times(whole(inputTokens), input) + times(whole(outputTokens), output);
  return Number((pico + PICO_PER_MICRO - 1n) / PICO_PER_MICRO);
}

/** An estimate as a count: a caller's own number may be anything. */
function whole(tokens: number): number {
  return tokens > 0 ? Math.min(Math.ceil(tokens), MOST_TOKENS) : 0;
}

function times(tokens: number, picoPerToken: number): bigint {
  return BigInt(tokens) * BigInt(picoPerToken);
}

function toMicro(pico: bigint): number {
  return Number((pico + HALF) / PICO_PER_MICRO);
}
