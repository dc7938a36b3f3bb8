const MS_PER_UNIT = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

const DURATION = /^(?:\d{1,15}(?:\.\d{1,15})?(?:ms|s|m|h))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;
const SECONDS = /^\d{1,15}(?:\.\d{1,15})?$/;
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;
/** Beyond it a reset says nothing about the limits of minutes and days that there are. */
const LONGEST_MS = 31 * 24 * MS_PER_UNIT.h;

/**
 * Reads a reset of OpenAI or Groq, such as `12ms`, `6m0s` or `2m59.56s`; a bare number is seconds. Whole ms, rounded up;
 * `undefined` for anything else.
 */
export function resetDurationMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const trimmed = text.trim();
  if (SECONDS.test(trimmed)) return bounded(Number(trimmed) * MS_PER_UNIT.s);
  if (!DURATION.test(trimmed)) return undefined;
  let ms = 0;
  // The pattern has just these units.
  for (const [, amount, unit] of trimmed.matchAll(PART))
    ms += Number(amount) * MS_PER_UNIT[unit as keyof typeof MS_PER_UNIT];
  return bounded(ms);
}

/**
 * Reads a reset of Anthropic, a time as RFC 3339 has it. Ms from `now`; `undefined` for anything else and for a time that
 * is past, which the clocks of two machines can make of any.
 */
export function resetTimeMs(text: string | undefined, now: number): number | undefined {
  if (text === undefined || !RFC_3339.test(text.trim())) return undefined;
  const inMs = Date.parse(text.trim()) - now;
  return inMs > 0 ? bounded(inMs) : undefined;
}

function bounded(ms: number): number | undefined {
  // Sums of decimal fractions miss whole ms by far less than a millionth.
  return ms <= LONGEST_MS ? Math.max(0, Math.ceil(ms - 1e-6)) : undefined;
}
