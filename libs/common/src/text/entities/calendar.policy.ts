const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

export const MONTH = String.raw`(?:January|February|March|April|May|June|July|August|September|October|November|December)`;
/** Also shortened, which is only a month beside a day or a year. */
export const ANY_MONTH = String.raw`(?:${MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)`;

/** 1 to 12, or 0 for what is no month. */
export function monthOf(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** `2026-03-03`, or nothing when the calendar has no such day. */
export function isoDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month >= 1;
  return real ? `${digits(year, 4)}-${digits(month)}-${digits(day)}` : undefined;
}

/** `14:30` or `14:30:05`, or nothing when no clock shows it. */
export function isoTime(hour: number, minute: number, second?: number, half?: string): string | undefined {
  const onTwelve = half !== undefined;
  const inRange = minute < 60 && (second ?? 0) < 61 && (onTwelve ? hour >= 1 && hour <= 12 : hour < 24);
  if (!inRange) return undefined;
  const hours = onTwelve ? (hour % 12) + (/^p/i.test(half) ? 12 : 0) : hour;
  return [hours, minute, ...(second === undefined ? [] : [second])].map((part) => digits(part)).join(':');
}

/** A year of two digits is of this century: texts about work seldom mean another. */
export function fullYear(year: string): number {
  return year.length === 2 ? 2000 + Number(year) : Number(year);
}

export function digits(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
