import type { TierFailure } from '../guard/call-guard.js';
import { DeadlineError } from '../guard/deadline.js';
import { StoreRefusedError } from './slow-store.js';

/** SQLSTATE of a database that answered (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const SQLSTATE = /^[0-9A-Z]{5}$/;
/** Classes of it that mean no connection, no resources, or a server that shuts down or starts. */
const NO_SERVICE = /^(?:08|53|57)/;

/** What a failed call to a store of any make means. In doubt the store is unwell, so that it is left alone. */
export function storeFailureOf(error: unknown): TierFailure {
  if (error instanceof DeadlineError) return 'deadline';
  if (error instanceof StoreRefusedError) return 'reply';
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && SQLSTATE.test(code) && !NO_SERVICE.test(code)) {
    // System errors such as EPIPE have five letters as well.
    return /\d/.test(code) ? 'reply' : 'connection';
  }
  return 'connection';
}
