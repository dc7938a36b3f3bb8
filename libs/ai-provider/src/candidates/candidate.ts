import type { LanguageModelV4 } from '@ai-sdk/provider';

/** One model of one provider, reached with one of its keys, that may answer for a logical model. */
export interface Candidate {
  /** `provider/model`: what people call it. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  /** Which key of the provider it uses: the provider's name, or `groq#2` where it has several. Never the key. */
  readonly account: string;
  /** `account/model`, unique: what limits, pauses and breakers belong to. Equals `id` where there is one key. */
  readonly lane: string;
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
