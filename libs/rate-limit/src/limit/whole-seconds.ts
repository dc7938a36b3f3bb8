/** Whole seconds that are never too few: who waits so long is not too early. */
export function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1_000);
}
