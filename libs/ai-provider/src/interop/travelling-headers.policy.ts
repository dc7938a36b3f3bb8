import type { Vendors } from '../candidates/candidate.js';

/** Say who calls and within which trace, to anybody. https://www.w3.org/TR/trace-context/, https://www.w3.org/TR/baggage/ */
const NEUTRAL: ReadonlySet<string> = new Set([
  'user-agent',
  'traceparent',
  'tracestate',
  'baggage',
  'x-request-id',
  'x-correlation-id',
]);

/**
 * The headers of a call that may go to a candidate: those that mean the same to everybody, and those that carry its vendor's
 * name, such as `anthropic-beta`. The rest stays here, because it may be a secret between the caller and one provider; keys
 * belong into the options of the providers.
 */
export function headersFor<Value extends string | undefined>(
  vendors: Vendors,
  headers: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => {
      const lower = name.toLowerCase();
      return NEUTRAL.has(lower) || vendors.some((vendor) => isNamedAfter(lower, vendor));
    }),
  );
}

function isNamedAfter(header: string, vendor: string): boolean {
  return header.startsWith(`${vendor}-`) || header.startsWith(`x-${vendor}-`);
}
