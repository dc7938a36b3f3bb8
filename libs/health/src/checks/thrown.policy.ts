import type { RunEnd } from './observation.js';

const ERROR_NAME = /^[A-Za-z]\w{0,63}$/;
/** As Node's own: `ECONNREFUSED`, `ERR_SOCKET_CLOSED`. */
const ERROR_CODE = /^[A-Z][A-Z0-9_]{1,63}$/;

/** What may be told of an error: its name and code. Messages and causes hold addresses, passwords, queries. */
export function describeThrown(thrown: unknown): RunEnd {
  if (!(thrown instanceof Error)) return { kind: 'threw', error: typeof thrown };
  const code = 'code' in thrown ? thrown.code : undefined;
  return {
    kind: 'threw',
    error: ERROR_NAME.test(thrown.name) ? thrown.name : 'Error',
    ...(typeof code === 'string' && ERROR_CODE.test(code) ? { code } : {}),
  };
}
