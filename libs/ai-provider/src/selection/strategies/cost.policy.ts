import type { Choice } from '../choice.js';

/** The cheapest first. What costs an unknown sum may cost any: it comes last, and equals keep their order. */
export function byCost<Chosen extends Choice>(choices: readonly Chosen[]): readonly Chosen[] {
  return choices.toSorted((left, right) => price(left) - price(right) || 0);
}

/** Not Infinity: two of them have no difference. */
function price({ cost }: Choice): number {
  return cost ?? Number.MAX_SAFE_INTEGER;
}
