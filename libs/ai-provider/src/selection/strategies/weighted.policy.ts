import type { Choice } from '../choice.js';

/**
 * Draws all without putting back, in proportion to the weights.
 * Source: Efraimidis and Spirakis, "Weighted random sampling with a reservoir" (2006): the smallest of -ln(u)/weight.
 */
export function byWeight<Chosen extends Choice>(
  choices: readonly Chosen[],
  random: () => number,
): readonly Chosen[] {
  return choices
    .map((choice) => ({ choice, key: -Math.log(1 - random()) / choice.weight }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ choice }) => choice);
}
