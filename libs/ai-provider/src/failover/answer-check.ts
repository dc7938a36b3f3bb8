import type { LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import type { Candidate } from '../candidates/candidate.js';

/** Has a say in what a candidate is asked, and in whether its answer counts as one. Made for one request. */
export interface AnswerCheck {
  callFor(candidate: Candidate, call: LanguageModelV4CallOptions): LanguageModelV4CallOptions;
  /** @throws ProviderFailedError when the answer is of no use; with its usage, because it was paid for. */
  accept(
    candidate: Candidate,
    call: LanguageModelV4CallOptions,
    result: LanguageModelV4GenerateResult,
  ): Promise<void>;
}
