/**
 * How often a guess with a given lead is right: from this lead on, and up to the next one, so often. Isotonic regression
 * (pool adjacent violators) over the calibration part of the labelled set, on which no rule was tuned;
 * `npm run bench -- classify` fits it again.
 */
export const CALIBRATION: readonly (readonly [lead: number, probability: number])[] = [
  [0, 0.75],
  [1.75, 0.94],
  [3.68, 0.95],
];

/** The frequency of right answers among guesses with such a lead; 0 without a lead. */
export function probabilityOf(lead: number): number {
  if (lead <= 0) return 0;
  let probability = 0;
  for (const [from, share] of CALIBRATION) if (lead >= from) probability = share;
  return probability;
}
