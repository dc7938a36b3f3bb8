/** The day in UTC of a wall-clock time in ms: `2026-11-23`. */
export function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
