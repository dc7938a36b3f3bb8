import type { Candidate } from './candidate.js';

/**
 * Puts the keys of each model into an order of their own, at random, so that load is spread over them; the order of the
 * models stays. Drawn anew for every request: a shared cursor would send a thousand calls at once to the same next key, and
 * a mere rotation would give the neighbour of a dead key twice its share.
 *
 * @param random from 0 to 1, below 1
 */
export function spreadLanes<Lane extends Candidate>(
  candidates: readonly Lane[],
  random: () => number,
): readonly Lane[] {
  if (!candidates.some(({ id, lane }) => id !== lane)) return candidates;
  const spread = [...candidates];
  // Fisher and Yates, within each run of candidates that differ in their keys only.
  for (let last = spread.length - 1; last > 0; last--) {
    const id = spread[last]?.id;
    let first = last;
    while (first > 0 && spread[first - 1]?.id === id) first -= 1;
    const drawn = first + Math.min(last - first, Math.floor(random() * (last - first + 1)));
    const [one, other] = [spread[last], spread[drawn]];
    if (one && other) [spread[last], spread[drawn]] = [other, one];
  }
  return spread;
}
