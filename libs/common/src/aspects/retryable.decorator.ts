import type { RetryPolicy } from 'cockatiel';
import { CLOCK, type Clock } from '../time/clock.js';
import { AspectOrder } from './aspect.js';
import { isAsyncGenerator } from './async-results.js';
import { giveUpCount, markRetriedInside, RetriedInside, wasRetriedInside } from './retried-errors.js';
import { createRetryPolicy, type RetryableOptions } from './retry.policy.js';
import { aspectDecorator } from './weave.js';

/**
 * Calls an asynchronous method again when it fails with an error that says that another try can help. Waits grow
 * exponentially with jitter and respect Retry-After; of nested `@Retryable` methods only the innermost retries. A stream
 * (async generator) is retried before its first chunk only. A synchronous method becomes asynchronous.
 * @throws InvalidOptionError when the class is defined, for options out of range.
 */
export function Retryable(options: RetryableOptions = {}): MethodDecorator {
  const policy = createRetryPolicy(options);
  return aspectDecorator<Clock>({
    name: 'Retryable',
    order: AspectOrder.retryable,
    token: CLOCK,
    around(_clock, _call, proceed) {
      const countAtStart = giveUpCount();
      const first = attempt(proceed);
      if (isAsyncGenerator(first)) return retryStream(policy, first, proceed);
      return execute(policy, countAtStart, (retries) => (retries === 0 ? first : proceed()));
    },
  });
}

/** The first call runs before anyone can know whether the method streams; a throw waits for the policy. */
function attempt(proceed: () => unknown): unknown {
  try {
    return proceed();
  } catch (error) {
    return Promise.reject(error);
  }
}

async function execute<Result>(
  policy: RetryPolicy,
  countAtStart: number,
  call: (retries: number) => Result,
): Promise<Awaited<Result>> {
  try {
    return await policy.execute(async ({ attempt: retries }) => {
      const count = retries === 0 ? countAtStart : giveUpCount();
      try {
        return await call(retries);
      } catch (error) {
        throw wasRetriedInside(error, count) ? new RetriedInside(error) : error;
      }
    });
  } catch (thrown) {
    const error = thrown instanceof RetriedInside ? thrown.error : thrown;
    markRetriedInside(error);
    throw error;
  }
}

async function* retryStream(
  policy: RetryPolicy,
  first: AsyncGenerator<unknown, unknown, unknown>,
  proceed: () => unknown,
): AsyncGenerator<unknown, unknown, unknown> {
  let stream = first;
  const result = await execute(policy, giveUpCount(), (retries) => {
    // A method that streamed once streams again: it is the same method.
    if (retries > 0) stream = proceed() as AsyncGenerator<unknown, unknown, unknown>;
    return stream.next();
  });
  if (result.done) return result.value;
  try {
    yield result.value;
    return yield* stream;
  } finally {
    await stream.return(undefined);
  }
}
