import { AsyncLocalStorage } from 'node:async_hooks';
import type { Principal } from '@hydrogenai/common';

/** A handler that the guard has let a principal into. */
export interface CheckedCall {
  readonly handler: unknown;
  readonly principal: Principal;
}

/** Holds no state of its own: what it returns belongs to the asynchronous call chain that asks. */
const storage = new AsyncLocalStorage<CheckedCall>();

export function runChecked<Result>(call: CheckedCall, work: () => Result): Result {
  return storage.run(call, work);
}

export function currentCheckedCall(): CheckedCall | undefined {
  return storage.getStore();
}
