/** Trails show tenths of a millisecond; more would be noise. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10;
}
