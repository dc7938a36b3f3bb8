import type { LanguageModelV4 } from '@ai-sdk/provider';

/** One model of one provider that may answer for a logical model. */
export interface Candidate {
  /** `provider/model`, unique in the application. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly languageModel: LanguageModelV4;
}

/** A name that applications use, and who answers for it. */
export interface LogicalModel {
  readonly name: string;
  readonly candidates: readonly Candidate[];
  readonly limits: CallLimits;
}

/** The time and the attempts of one request. All in ms. */
export interface CallLimits {
  readonly deadlineMs: number;
  readonly firstTokenMs: number;
  readonly idleMs: number;
  readonly attemptMs: number | undefined;
  readonly attempts: number;
}
