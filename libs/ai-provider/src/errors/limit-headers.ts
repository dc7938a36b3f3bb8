/** All fields of the three providers about limits have this in their names, and nothing about the request. */
const ABOUT_LIMITS = 'ratelimit';

/** The fields of a response about limits, with lower-case names; `undefined` when there are none. */
export function limitHeadersOf(
  headers: Readonly<Record<string, string | undefined>> | undefined,
): Readonly<Record<string, string>> | undefined {
  if (headers === undefined) return undefined;
  let found: Record<string, string> | undefined;
  for (const name in headers) {
    const value = headers[name];
    const lowerCase = name.toLowerCase();
    if (value === undefined || !lowerCase.includes(ABOUT_LIMITS)) continue;
    found ??= {};
    found[lowerCase] = value;
  }
  return found;
}
