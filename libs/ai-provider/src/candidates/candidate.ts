import type { EmbeddingModelV4, LanguageModelV4 } from '@ai-sdk/provider';
import type { ResolvedHedgeOptions } from '../hedging/hedge.options.js';
import type { CandidateSettings } from '../selection/candidate-settings.js';
import type { StickyBy } from '../selection/stickiness.policy.js';
import type { Strategy } from '../selection/strategy.js';

/** One model of one provider that may answer for a logical model: what executor, gates and observers go by. */
export interface Candidate {
  /** `provider/model`: what people call it. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  /** Which key of the provider it uses: the provider's name, or `groq#2` where it has several. Never the key. */
  readonly account: string;
  /** `account/model`, unique: what limits, pauses and breakers belong to. Equals `id` where there is one key. */
  readonly lane: string;
}

/** Names by which the AI SDK package behind a candidate finds what is its own in `providerOptions`, tools and references. */
export type Vendors = readonly string[];

/** A candidate that writes. */
export interface ModelCandidate extends Candidate {
  /** Whose options, metadata and file references it understands. */
  readonly vendors: Vendors;
  readonly languageModel: LanguageModelV4;
}

/** A candidate that turns texts into vectors. */
export interface EmbeddingCandidate extends Candidate {
  readonly vendors: Vendors;
  readonly embeddingModel: EmbeddingModelV4;
}

/** A name that applications use, and who answers for it. */
export interface LogicalModel {
  readonly name: string;
  readonly candidates: readonly ModelCandidate[];
  readonly limits: CallLimits;
  readonly strategy: Strategy;
  readonly stickyBy: StickyBy | undefined;
  /** `undefined`: no attempt gets company. */
  readonly hedge: ResolvedHedgeOptions | undefined;
  /** Weights and capabilities by candidate id, of those that have any. */
  readonly settings: ReadonlyMap<string, CandidateSettings>;
}

/** The time and the attempts of one request. All in ms. */
export interface CallLimits {
  readonly deadlineMs: number;
  readonly firstTokenMs: number;
  readonly idleMs: number;
  readonly attemptMs: number | undefined;
  readonly attempts: number;
}
