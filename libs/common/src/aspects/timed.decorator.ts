import { types } from 'node:util';
import { factChannel } from '../telemetry/fact-channel.js';
import { CLOCK, systemClock, type Clock } from '../time/clock.js';
import { AspectOrder, type MethodCall } from './aspect.js';
import { isAsyncGenerator } from './async-results.js';
import { errorCodeOf, type WithErrorCode } from './error-code.js';
import { aspectDecorator } from './weave.js';

export interface TimedOptions {
  /** Name of the measured operation. Default: `ClassName.methodName`. */
  readonly name?: string;
}

/** One finished call of a method under `@Timed`. */
export interface MethodTimed extends WithErrorCode {
  readonly name: string;
  /** Fractional milliseconds from the call to its result; for a stream to its last chunk. */
  readonly durationMs: number;
  readonly outcome: 'ok' | 'error';
}

/** Facts of all methods under `@Timed`: `hydrogenai:method.timed`. */
export const methodTimed = factChannel<MethodTimed>('method.timed');

/**
 * Measures a method: synchronous, asynchronous or an async generator (then up to its last chunk). The result is passed
 * on untouched. Without a subscriber of `methodTimed` nothing is measured. On an instance that Nest did not make it
 * measures with the system clock.
 */
export function Timed(options: TimedOptions = {}): MethodDecorator {
  return aspectDecorator<Clock>({
    name: 'Timed',
    order: AspectOrder.timed,
    token: CLOCK,
    around: (clock, call, proceed) =>
      methodTimed.active
        ? measure(clock ?? systemClock, options.name ?? defaultName(call), proceed)
        : proceed(),
  });
}

function defaultName({ className, methodName }: MethodCall): string {
  return `${className}.${methodName}`;
}

function measure(clock: Clock, name: string, proceed: () => unknown): unknown {
  const startedMs = clock.monotonicMs();
  const succeed = (): void => {
    methodTimed.publish(() => ({ name, durationMs: clock.monotonicMs() - startedMs, outcome: 'ok' }));
  };
  const fail = (error: unknown): never => {
    methodTimed.publish(() => ({
      name,
      durationMs: clock.monotonicMs() - startedMs,
      outcome: 'error',
      ...errorCodeOf(error),
    }));
    throw error;
  };
  const finish = (result: unknown): unknown => {
    if (isAsyncGenerator(result)) return measureStream(result, succeed, fail);
    succeed();
    return result;
  };

  let result: unknown;
  try {
    result = proceed();
  } catch (error) {
    return fail(error);
  }
  // Only promises are followed: `then` would start a lazy thenable, such as the query builder of a database client.
  return types.isPromise(result) ? result.then(finish, fail) : finish(result);
}

async function* measureStream(
  stream: AsyncGenerator<unknown, unknown, unknown>,
  succeed: () => void,
  fail: (error: unknown) => never,
): AsyncGenerator<unknown, unknown, unknown> {
  let failed = false;
  try {
    return yield* stream;
  } catch (error) {
    failed = true;
    return fail(error);
  } finally {
    // Also when the reader leaves early: the stream has ended for it.
    if (!failed) succeed();
  }
}
