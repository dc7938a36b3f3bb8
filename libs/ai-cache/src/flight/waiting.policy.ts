/** First and longest wait between two looks, in ms: signals come at once, so looks are for those that were lost. */
const FIRST_LOOK_MS = 25;
const LONGEST_LOOK_MS = 250;

/** How long to wait before the n-th look, from 0, in ms; half to one and a half times a doubling step. @param random 0 to 1 */
export function nextLookMs(looks: number, random: number): number {
  // 2^4 times the first is beyond the longest already.
  const stepMs = Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS * 2 ** Math.min(looks, 4));
  return stepMs * (0.5 + random);
}
