import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { CallProfile } from '../failover/attempt-end.js';

/** Before a lane has answered anything: few answers of chat models have more. */
const DEFAULT_OUTPUT_TOKENS = 1_024;

/** What exceeds the expectation is learned at once, nearly; what stays below it slowly, so that little exceeds it. */
const RISE = 0.5;
const FALL = 0.05;

/** An estimate of the prompt is off by its tokeniser and by what a provider adds, not by more than this. */
const FACTOR_RANGE = { least: 0.5, most: 4 };

/** What a call is expected to use, learned from those before it. */
export class ExpectedUse {
  private output: number | undefined;
  private inputFactor = 1;

  /** Output of an answer for which the caller sets no bound. */
  get outputTokens(): number {
    return Math.ceil(this.output ?? DEFAULT_OUTPUT_TOKENS);
  }

  inputTokens({ inputTokens }: CallProfile): number {
    return Math.ceil(inputTokens * this.inputFactor);
  }

  learnOutput({ outputTokens: { total } }: LanguageModelV4Usage): void {
    if (isCount(total)) this.output = moved(this.output ?? total, total);
  }

  learnInput({ inputTokens }: CallProfile, usage: LanguageModelV4Usage): void {
    const input = usage.inputTokens.total;
    if (!isCount(input) || inputTokens < 1) return;
    const { least, most } = FACTOR_RANGE;
    this.inputFactor = moved(this.inputFactor, Math.min(most, Math.max(least, input / inputTokens)));
  }
}

function moved(expected: number, seen: number): number {
  return expected + (seen - expected) * (seen > expected ? RISE : FALL);
}

function isCount(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}
