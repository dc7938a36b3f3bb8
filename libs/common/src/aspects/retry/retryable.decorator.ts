// Not from the index: that loads the whole of Nest, which a command line that needs an error class or a clock has no use for.
import { ModulesContainer } from '@nestjs/core/injector/modules-container.js';
import { CLOCK, systemClock, type Clock } from '../../time/clock.js';
import { AspectOrder, type MethodCall } from '../aspect.js';
import { isAsyncGenerator } from '../async-results.js';
import { injectOptionally } from '../property-injection.js';
import { aspectDecorator } from '../weave.js';
import { giveUpCount } from './retried-errors.js';
import { withRetries, type RetriedCall } from './retry.executor.js';
import { resolveRetryOptions, type RetryableOptions } from './retry.options.js';
import { retryWindowOf } from './retry-windows.js';

type Stream = AsyncGenerator<unknown, unknown, unknown>;

/**
 * Calls an asynchronous method again when it fails with an error that says that another try can help. Waits grow
 * exponentially with jitter and respect Retry-After; of nested `@Retryable` methods only the innermost retries. A stream
 * (async generator) is retried before its first chunk only. A synchronous method becomes asynchronous.
 *
 * A budget of each application bounds the retries, so that they do not multiply an outage; beyond it the error is thrown
 * at once. A wait ends when an `AbortSignal` among the arguments, or the `signal` of one of them, aborts; it does not
 * keep the process alive. On an instance that Nest did not make, waits are the system clock's and the budget is the
 * instance's own.
 * @throws InvalidOptionError when the class is defined, for options out of range.
 */
export function Retryable(options: RetryableOptions = {}): MethodDecorator {
  resolveRetryOptions(options);
  return (target, methodName, descriptor) => {
    // For each method anew: one decorator may be kept and used twice, and each method has its own budget.
    const rules = resolveRetryOptions(options);
    aspectDecorator<Clock>({
      name: 'Retryable',
      order: AspectOrder.retryable,
      token: CLOCK,
      around(clock = systemClock, call, proceed) {
        const owner = applicationOf(call.instance) ?? ownerWithoutNest(call);
        const window = rules.budget && retryWindowOf(owner, rules.budget);
        window?.countCall(clock.monotonicMs());
        const giveUps = giveUpCount();
        const first = attempt(proceed);
        const retried: RetriedCall = { rules, call, clock, window };
        return isAsyncGenerator(first)
          ? streamWithRetries(retried, first, proceed)
          : withRetries(retried, giveUps, first, proceed);
      },
    })(target, methodName, descriptor);
    // The container is injectable everywhere without an import, and there is one in each application.
    const applicationOf = injectOptionally(target, ModulesContainer, 'hydrogenai.Retryable.application');
  };
}

/** The instance. A method that was taken off its object has none, and gets a budget for this one call. */
function ownerWithoutNest(call: MethodCall): object {
  return typeof call.instance === 'object' && call.instance !== null ? call.instance : call;
}

/** The first call runs before anyone can know whether the method streams; a throw waits for the retries. */
function attempt(proceed: () => unknown): unknown {
  try {
    return proceed();
  } catch (error) {
    return Promise.reject(error);
  }
}

async function* streamWithRetries(retried: RetriedCall, first: Stream, proceed: () => unknown): Stream {
  let stream = first;
  const result = await withRetries(retried, giveUpCount(), first.next(), () => {
    // A method that streamed once streams again: it is the same method.
    stream = proceed() as Stream;
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
