import { InvalidOptionError } from '@hydrogenai/common';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import { resolveRules, type ClassificationOptions, type ResolvedRules } from './classification.options.js';
import { resolveModelStage, type ModelStageOptions, type ResolvedModelStage } from './model-stage.options.js';

/** How questions are classified: rules, and a model where they are unsure. */
export interface ClassifierOptions extends ClassificationOptions {
  /** A model that is asked when the rules are unsure. Default: none. */
  readonly llm?: ModelStageOptions;
}

export interface ResolvedClassifier {
  readonly rules: ResolvedRules;
  readonly stage: ResolvedModelStage | undefined;
}

/**
 * @param models logical models with candidates; one that chooses by classification cannot classify
 * @throws InvalidOptionError naming the field below `field`; UnknownNameError for a model that does not exist.
 */
export function resolveClassifier(
  options: ClassifierOptions | undefined,
  models: readonly string[],
  field = 'classification',
): ResolvedClassifier {
  if (options !== undefined && (typeof options !== 'object' || options === null)) {
    throw new InvalidOptionError({
      field,
      accepted: '{ types, rules, abstainBelow, llm }',
      received: options,
    });
  }
  const rules = resolveRules(options, field);
  if (options?.llm === undefined) return { rules, stage: undefined };
  const stage = resolveModelStage(options.llm, `${field}.llm`);
  if (!models.includes(stage.model)) throw new UnknownNameError('model', stage.model, models);
  return { rules, stage };
}
