import type { ExecutionContext } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';

/** Holds no state of its own: what it returns belongs to the asynchronous call chain that asks. */
const storage = new AsyncLocalStorage<ExecutionContext>();

/** Runs `work` and everything that it awaits as part of the handler of `context`. */
export function runInExecutionContext<Result>(context: ExecutionContext, work: () => Result): Result {
  return storage.run(context, work);
}

/** The handler that runs now, whatever its transport, also from deep below it; `undefined` outside of one. */
export function currentExecutionContext(): ExecutionContext | undefined {
  return storage.getStore();
}
