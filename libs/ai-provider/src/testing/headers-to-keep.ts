import type { IncomingHttpHeaders } from 'node:http';

const WITH_KEYS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'cookie',
]);

/** What the journal keeps of a request's headers: everything but keys. */
export function headersToKeep(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || WITH_KEYS.has(name) ? [] : [[name, String(value)]],
    ),
  );
}
