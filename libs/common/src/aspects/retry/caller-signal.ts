/** The signal that tells that the caller has gone: an argument, or the `signal` of an argument, as with `fetch`. */
export function callerSignal(args: readonly unknown[]): AbortSignal | undefined {
  for (const arg of args) {
    if (arg instanceof AbortSignal) return arg;
    if (typeof arg === 'object' && arg !== null && 'signal' in arg && arg.signal instanceof AbortSignal) {
      return arg.signal;
    }
  }
  return undefined;
}
