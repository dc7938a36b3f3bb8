import type { Choice } from '../choice.js';

/** One whose time nobody knows is tried while nothing is under way there, and otherwise waits for its first answer. */
const UNKNOWN_AND_BUSY_MS = 60_000;

/**
 * The power of two choices: of two at random the better one comes first, and the others follow in the order of their
 * times. The best of all for everybody would be a stampede on whoever was quickest a moment ago.
 * Source: Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing" (2001); peak EWMA as in Finagle.
 */
export function byLatency<Chosen extends Choice>(
  choices: readonly Chosen[],
  random: () => number,
): readonly Chosen[] {
  const sorted = choices.toSorted((left, right) => load(left) - load(right));
  if (choices.length <= 2) return sorted;
  const one = pick(choices.length, random);
  const other = (one + 1 + pick(choices.length - 1, random)) % choices.length;
  const [left, right] = [choices[one], choices[other]];
  const first = left && right && load(right) < load(left) ? right : left;
  return first === undefined ? sorted : [first, ...sorted.filter((choice) => choice !== first)];
}

function load({ latencyMs, inFlight }: Choice): number {
  if (latencyMs === null) return inFlight === 0 ? 0 : UNKNOWN_AND_BUSY_MS * inFlight;
  return latencyMs * (inFlight + 1);
}

function pick(count: number, random: () => number): number {
  return Math.min(count - 1, Math.floor(random() * count));
}
