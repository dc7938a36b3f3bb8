import { InvalidOptionError, nearestName } from '@hydrogenai/common';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import { COMPLEXITIES, type Complexity } from './classification.js';
import { ABSTAINED } from './query-type.js';

/** A logical model that has no candidates of its own: each question goes to the one that its classification asks for. */
export interface AutoModelOptions {
  /**
   * Logical models by complexity (`simple`, `moderate`, `complex`) or by type of question (`code`, your own ones,
   * `unknown`). A type wins over a complexity; `default` is for the rest. A complexity that is missing goes to `default`, or to
   * the next harder one, or to the next easier one.
   */
  readonly classify: Readonly<Record<string, string>>;
}

export interface AutoMapping {
  readonly byType: ReadonlyMap<string, string>;
  readonly byComplexity: Readonly<Record<Complexity, { readonly model: string; readonly why: string }>>;
}

export interface AutoModelContext {
  /** Types that a classification can have, without the abstention. */
  readonly types: readonly string[];
  /** Logical models with candidates. */
  readonly models: readonly string[];
  /** Logical models that choose, this one included. */
  readonly autoModels: readonly string[];
}

const DEFAULT_KEY = 'default';
/** Where a complexity without a model of its own looks, in this order: rather too able than not able enough. */
const ALSO: Readonly<Record<Complexity, readonly Complexity[]>> = {
  simple: ['moderate', 'complex'],
  moderate: ['complex', 'simple'],
  complex: ['moderate', 'simple'],
};

/** Whether a logical model of the options chooses among others. */
export function isAutoModel(options: unknown): options is AutoModelOptions {
  return typeof options === 'object' && options !== null && 'classify' in options;
}

/**
 * @param field the model's own: `models.auto`
 * @throws InvalidOptionError naming the field; UnknownNameError for a target that does not exist.
 */
export function resolveAutoModel(
  options: AutoModelOptions,
  { types, models, autoModels }: AutoModelContext,
  field: string,
): AutoMapping {
  const { classify } = options;
  if (typeof classify !== 'object' || classify === null || Object.keys(classify).length === 0) {
    const accepted = `logical models by type or complexity, such as { simple: 'chat', complex: 'smart' }`;
    throw new InvalidOptionError({ field: `${field}.classify`, accepted, received: classify });
  }
  const keys = [...COMPLEXITIES, DEFAULT_KEY, ...types, ABSTAINED];
  const targets = new Map<string, string>();
  for (const [key, target] of Object.entries(classify)) {
    const place = `${field}.classify.${key}`;
    if (!keys.includes(key)) throw unknownKey(`${field}.classify`, key, keys);
    if (autoModels.includes(target)) {
      const accepted = 'a logical model with candidates of its own, not one that chooses itself';
      throw new InvalidOptionError({ field: place, accepted, received: target });
    }
    if (typeof target !== 'string') {
      throw new InvalidOptionError({
        field: place,
        accepted: 'the name of a logical model',
        received: target,
      });
    }
    if (!models.includes(target)) throw new UnknownNameError('model', target, models);
    targets.set(key, target);
  }
  const choice = (complexity: Complexity): { model: string; why: string } => {
    for (const key of [complexity, DEFAULT_KEY, ...ALSO[complexity]]) {
      const model = targets.get(key);
      if (model !== undefined) return { model, why: key === DEFAULT_KEY ? key : `complexity ${key}` };
    }
    throw new InvalidOptionError({
      field: `${field}.classify`,
      accepted: 'a "default" or a complexity as well: not every question has one of the types',
      received: classify,
    });
  };
  return {
    byType: new Map([...targets].filter(([key]) => key === ABSTAINED || types.includes(key))),
    byComplexity: { simple: choice('simple'), moderate: choice('moderate'), complex: choice('complex') },
  };
}

function unknownKey(field: string, key: string, keys: readonly string[]): InvalidOptionError {
  const nearest = nearestName(key, keys);
  const meant = nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
  return new InvalidOptionError({ field, accepted: `keys out of ${keys.join(', ')}${meant}`, received: key });
}
