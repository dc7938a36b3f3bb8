import type { ClassifiedType } from './query-type.js';

/** How much a question asks of a model. */
export const COMPLEXITIES = ['simple', 'moderate', 'complex'] as const;
export type Complexity = (typeof COMPLEXITIES)[number];

/** How soon an answer becomes wrong: within minutes, within a day, within months, or never. */
export const TIME_SENSITIVITIES = ['live', 'daily', 'slow', 'static'] as const;
export type TimeSensitivity = (typeof TIME_SENSITIVITIES)[number];

/**
 * How long a stored answer may serve at most, in ms: a minute, an hour, a day, 30 days. A proposal for the lifetime in
 * a cache, on the careful side; who can invalidate by event may keep answers longer.
 */
export const LIFETIME_MS: Readonly<Record<TimeSensitivity, number>> = {
  live: 60_000,
  daily: 3_600_000,
  slow: 86_400_000,
  static: 30 * 86_400_000,
};

export interface Classification {
  /** `unknown` when the classifier would have to guess: it abstains. */
  readonly queryType: ClassifiedType;
  /**
   * 0 to 1: how often a `queryType` with this evidence is right, measured on labelled questions. With `unknown` it is that
   * of the best guess, which was not good enough; 0 when no rule spoke.
   */
  readonly confidence: number;
  /** Names of the rules that spoke for the type, or for the best guess, the strongest first. */
  readonly why: readonly string[];
  readonly complexity: Complexity;
  /** 0 to 1: what `complexity` was cut from. */
  readonly complexityScore: number;
  /** Language of the question: BCP 47 primary subtag such as `en`; `und` when it cannot be told. */
  readonly language: string;
  /** How soon an answer becomes wrong; see `LIFETIME_MS`. */
  readonly timeSensitivity: TimeSensitivity;
  /** Who decided `queryType`: the rules, or a model that was asked because they were unsure. */
  readonly stage: 'rules' | 'model';
}
