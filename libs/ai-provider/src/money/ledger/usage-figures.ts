/** What is summed up for every group of attempts. The order is that of the stored figures: append, never reorder. */
export const FIGURES = [
  'attempts',
  'answered',
  'failed',
  'aborted',
  'inputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'outputTokens',
  'reasoningTokens',
  'costMicroDollars',
  'unpriced',
  'estimated',
  'latencyMs',
  'firstTokenMs',
  'firstTokens',
] as const;

/** Sums over attempts. All whole numbers. */
export interface UsageFigures {
  /** Attempts in all: answered, failed and aborted. */
  attempts: number;
  answered: number;
  failed: number;
  /** Ended by the caller. */
  aborted: number;
  /** All input, what caches served and took up included. */
  inputTokens: number;
  /** Of `inputTokens`. */
  cacheReadTokens: number;
  /** Of `inputTokens`. */
  cacheWriteTokens: number;
  /** All output, reasoning included. */
  outputTokens: number;
  /** Of `outputTokens`. */
  reasoningTokens: number;
  /** Of the attempts whose price is known. */
  costMicroDollars: number;
  /** Attempts whose price is not known. */
  unpriced: number;
  /** Attempts whose tokens were estimated. */
  estimated: number;
  /** Time of all attempts together, in ms. */
  latencyMs: number;
  /** Times to the first content together, in ms, of the attempts that `firstTokens` counts. */
  firstTokenMs: number;
  firstTokens: number;
}

export function noFigures(): UsageFigures {
  return {
    attempts: 0,
    answered: 0,
    failed: 0,
    aborted: 0,
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
    costMicroDollars: 0,
    unpriced: 0,
    estimated: 0,
    latencyMs: 0,
    firstTokenMs: 0,
    firstTokens: 0,
  };
}

/** Written out, for a loop over the names costs as much as all the rest of the ledger. */
export function addFigures(sum: UsageFigures, more: Readonly<UsageFigures>): void {
  sum.attempts += more.attempts;
  sum.answered += more.answered;
  sum.failed += more.failed;
  sum.aborted += more.aborted;
  sum.inputTokens += more.inputTokens;
  sum.cacheReadTokens += more.cacheReadTokens;
  sum.cacheWriteTokens += more.cacheWriteTokens;
  sum.outputTokens += more.outputTokens;
  sum.reasoningTokens += more.reasoningTokens;
  sum.costMicroDollars += more.costMicroDollars;
  sum.unpriced += more.unpriced;
  sum.estimated += more.estimated;
  sum.latencyMs += more.latencyMs;
  sum.firstTokenMs += more.firstTokenMs;
  sum.firstTokens += more.firstTokens;
}
