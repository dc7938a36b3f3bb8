/** What `readMoment` takes, in words. */
export const MOMENT_RULE =
  'must be a date (2026-11-27), a time with its zone (2026-11-27T09:00:00Z), or ms since 1970 (13 digits)';

/** What a moment without a time of day means: a range holds its last day whole. */
export type DayEdge = 'begin' | 'end';

const MS = /^\d{13}$/;
const DATE = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
const A_DAY_MS = 86_400_000;

/** ms since 1970 (RFC 3339, section 5.6, dates in UTC), or `undefined` for a text that is none. */
export function readMoment(text: string, edge: DayEdge): number | undefined {
  if (MS.test(text)) return Number(text);
  const date = DATE.exec(text)?.[1];
  const ms = Date.parse(text);
  if (date === undefined || Number.isNaN(ms) || !isInCalendar(date)) return undefined;
  return text === date && edge === 'end' ? ms + A_DAY_MS - 1 : ms;
}

/** `Date.parse` reads February 31 as March 3. */
function isInCalendar(date: string): boolean {
  const ms = Date.parse(date);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
