/** All fields of the three providers about limits have this in their names, and nothing about the request. */
const ABOUT_LIMITS = /ratelimit/i;

/** The fields of a response about limits, with lower-case names; `undefined` when there are none. */
export function limitHeadersOf(
  headers: Readonly<Record<string, string | undefined>> | undefined,
): Readonly<Record<string, string>> | undefined {
  if (headers === undefined) return undefined;
  let found: Record<string, string> | undefined;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || !ABOUT_LIMITS.test(name)) continue;
    found ??= {};
    found[name.toLowerCase()] = value;
  }
  return found;
}
