import type { Choice } from '../choice.js';

/** The fewest requests under way for its weight; equals keep their order. */
export function byLoad<Chosen extends Choice>(choices: readonly Chosen[]): readonly Chosen[] {
  return choices.toSorted((left, right) => left.inFlight / left.weight - right.inFlight / right.weight);
}
