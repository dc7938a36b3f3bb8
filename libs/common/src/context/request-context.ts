import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to one request and flows with it through every await. */
export interface RequestContext {
  readonly correlationId: string;
  readonly sessionId?: string;
  readonly tenant?: string;
  readonly user?: string;
  /** What the user may do, as names of roles. */
  readonly roles?: readonly string[];
}

/** Holds no state of its own: what it returns belongs to the asynchronous call chain that asks. */
const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` and everything that it awaits inside `context`. The caller's own context is unchanged afterwards. */
export function runInContext<Result>(context: RequestContext, work: () => Result): Result {
  return storage.run(context, work);
}

/** The context of the running request, or `undefined` outside of one. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}
