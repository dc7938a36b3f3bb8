import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';
import { share } from './classification.options.js';

/** A model that is asked when the rules are unsure. */
export interface ModelStageOptions {
  /** Logical model that is asked; it fails over like in any call. Give a small and fast one. */
  readonly model: string;
  /** It is asked when the confidence of the rules is lower than this, above 0 and up to 1. Default: 0.8. */
  readonly below?: number;
  /** Longest wait for it; then the result of the rules stands. Default: `'2s'`. */
  readonly deadlineMs?: Duration;
  /** What `confidence` says when the model decided. No rule can measure it: put in what you have measured. Default: 0.8. */
  readonly confidence?: number;
}

export interface ResolvedModelStage {
  readonly model: string;
  readonly below: number;
  readonly deadlineMs: number;
  readonly confidence: number;
}

const DEFAULT_BELOW = 0.8;
const DEFAULT_CONFIDENCE = 0.8;

/**
 * Whether `model` exists is checked by who knows the models.
 * @throws InvalidOptionError naming the field below `field`.
 */
export function resolveModelStage(
  options: ModelStageOptions,
  field = 'classification.llm',
): ResolvedModelStage {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError({ field, accepted: '{ model }', received: options });
  }
  const { model, below = DEFAULT_BELOW, deadlineMs = '2s', confidence = DEFAULT_CONFIDENCE } = options;
  if (typeof model !== 'string' || model === '') {
    throw new InvalidOptionError({
      field: `${field}.model`,
      accepted: 'the name of a logical model',
      received: model,
    });
  }
  if (below === 0) {
    const accepted = 'a number above 0 and up to 1: at 0 it would never be asked';
    throw new InvalidOptionError({ field: `${field}.below`, accepted, received: below });
  }
  return {
    model,
    below: share(below, `${field}.below`),
    deadlineMs: parseDuration(deadlineMs, `${field}.deadlineMs`, { minMs: 1, maxMs: 60_000 }),
    confidence: share(confidence, `${field}.confidence`),
  };
}
