import type { AutoMapping } from './auto-model.options.js';
import type { Classification } from './classification.js';

export interface AutoChoice {
  /** The logical model that answers. */
  readonly model: string;
  /** For the trail and for `explain()`: `type code`, `complexity simple`, `default`. */
  readonly why: string;
}

/** Which logical model answers a question: the one for its type, or else for its complexity. */
export function chooseModel(
  { queryType, complexity }: Pick<Classification, 'queryType' | 'complexity'>,
  { byType, byComplexity }: AutoMapping,
): AutoChoice {
  const model = byType.get(queryType);
  return model === undefined ? byComplexity[complexity] : { model, why: `type ${queryType}` };
}
