/** A response's headers with lower-case names. */
export type Headers = Readonly<Record<string, string | undefined>>;

const MS_PER_SECOND = 1_000;

/**
 * How long a provider asks to be left alone, in whole ms, rounded up. Reads `retry-after-ms` (OpenAI, Anthropic SDKs) and
 * `Retry-After` as seconds, fractions included, or as an HTTP date (RFC 9110, section 10.2.3); the longer one counts.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const waits = [milliseconds(headers['retry-after-ms']), secondsOrDate(headers['retry-after'], now)].filter(
    (wait) => wait !== undefined,
  );
  return waits.length === 0 ? undefined : Math.max(...waits);
}

const NUMBER = /^\d{1,15}(?:\.\d{1,15})?$/;

/** The three forms of an HTTP date; `Date.parse` alone would also read "in 5" as a day in 2001. */
const HTTP_DATE = /^(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? [\w: -]{10,40}$/;

function milliseconds(text: string | undefined): number | undefined {
  return text !== undefined && NUMBER.test(text.trim()) ? Math.ceil(Number(text)) : undefined;
}

function secondsOrDate(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (NUMBER.test(text.trim())) return Math.ceil(Number(text) * MS_PER_SECOND);
  if (!HTTP_DATE.test(text.trim())) return undefined;
  // The asctime form names no zone and means UTC.
  const date = Date.parse(text.includes('GMT') ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
