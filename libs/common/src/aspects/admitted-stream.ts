import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The stream of an async generator method that is refused before its first chunk, if it is: `admit` throws then. It runs in
 * the context of who called the method, for a stream is pulled wherever it is read.
 */
export function admittedStream(
  admit: () => Promise<void>,
  proceed: () => unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  const inCallersContext = AsyncLocalStorage.snapshot();
  return afterAdmission(() => inCallersContext(admit), proceed);
}

async function* afterAdmission(
  admitted: () => Promise<void>,
  proceed: () => unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  await admitted();
  // Chosen for methods that are async generators, and no aspect of the suite changes that.
  return yield* proceed() as AsyncGenerator<unknown, unknown, unknown>;
}
