import { INJECTION_RULES } from './injection.rules.js';

/** Advice, and no boundary: an attack in other words has a score of 0, and a question about attacks a high one. */
export interface InjectionAdvice {
  /** 0: no sign; towards 1: many or sure signs. */
  readonly score: number;
  /** Names of the signs, in the order of the rules. */
  readonly signals: readonly string[];
}

/** Characters that are looked at, of the start and of the end: instructions stand at the edges of what is long. */
const LOOKED_AT = 10_000;

/** How much each sign of hidden text weighs; there is hardly an innocent reason for it. */
const HIDDEN: Readonly<Record<string, number>> = { tag: 0.8, selector: 0.5, bidi: 0.3 };
/** So few selectors or marks of direction may come from a careless editor. */
const FEW = 3;

export function injectionAdvice(text: string, removed: ReadonlyMap<string, number>): InjectionAdvice {
  const signals: string[] = [];
  let innocence = 1;
  const add = (id: string, weight: number): void => {
    signals.push(id);
    innocence *= 1 - weight;
  };
  const looked =
    text.length <= 2 * LOOKED_AT ? text : `${text.slice(0, LOOKED_AT)}\n${text.slice(-LOOKED_AT)}`;
  for (const { id, weight, expression } of INJECTION_RULES) if (expression.test(looked)) add(id, weight);
  for (const [kind, weight] of Object.entries(HIDDEN))
    if ((removed.get(kind) ?? 0) > (kind === 'tag' ? 0 : FEW)) add(`hidden-${kind}`, weight);
  return { score: Math.round((1 - innocence) * 100) / 100, signals };
}
