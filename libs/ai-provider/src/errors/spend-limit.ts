/** Anthropic's enforced spend limits end at 00:00 UTC on the first day of the next month. */
export function startOfNextMonthUtc(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
