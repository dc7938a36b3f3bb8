import { AsyncLocalStorage } from 'node:async_hooks';
import type { Identified } from './identity.port.js';

/** What the guard has found out about the call that runs now. */
export interface CheckedCall {
  /** The handler that the caller was let into; undefined when it requires nothing. */
  readonly handler: unknown;
  readonly who: Identified;
}

/** Holds no state of its own: what it returns belongs to the asynchronous call chain that asks. */
const storage = new AsyncLocalStorage<CheckedCall>();

export function runChecked<Result>(call: CheckedCall, work: () => Result): Result {
  return storage.run(call, work);
}

export function currentCheckedCall(): CheckedCall | undefined {
  return storage.getStore();
}
