import {
  AspectOrder,
  AspectRuntimeMissingError,
  InvalidOptionError,
  aspectDecorator,
  isAsyncGeneratorMethod,
} from '@hydrogenai/common';
import { CacheableRuntime } from './cacheable.runtime.js';
import { assertCacheEvictOptions, targetOf, type CacheEvictOptions } from './cache-evict.options.js';

/** Fits methods whose parameters the functions among the options can read. */
export type CacheEvictDecorator<Args extends readonly unknown[]> = <
  Method extends (...args: [...Args, ...never[]]) => unknown,
>(
  target: object,
  methodName: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Invalidates answers when a method is called, see `AiCacheService.invalidate`. The method becomes asynchronous and
 * resolves when no process serves them any more, or Redis could not be reached.
 *
 * @throws InvalidOptionError when the class is defined, for options out of range and on an async generator. On a call,
 * beside what the method throws: InvalidOptionError for tags out of range, NotCanonicalError for a key that is none,
 * AspectRuntimeMissingError on an instance that Nest did not make.
 */
export function CacheEvict<Args extends readonly unknown[] = never[]>(
  options: CacheEvictOptions<Args>,
): CacheEvictDecorator<Args> {
  assertCacheEvictOptions(options);
  const { when = 'after' } = options;
  return (target, methodName, descriptor) => {
    if (isAsyncGeneratorMethod(descriptor.value)) throw streamRefused(String(methodName));
    aspectDecorator<CacheableRuntime>({
      name: 'CacheEvict',
      // Around `@Cacheable` of the same method, so that what it stores goes as well.
      order: AspectOrder.cacheable - 1,
      token: CacheableRuntime,
      async around(runtime, call, proceed) {
        if (!runtime) throw new AspectRuntimeMissingError('CacheEvict', 'AiCacheModule', call);
        // The type of the decorator says that the method has these parameters.
        const evicted = targetOf(options, call.args as unknown as Args);
        if (when === 'before') {
          await runtime.cache.invalidate(evicted);
          return proceed();
        }
        try {
          return await proceed();
        } finally {
          await runtime.cache.invalidate(evicted);
        }
      },
    })(target, methodName, descriptor);
  };
}

function streamRefused(methodName: string): InvalidOptionError {
  return new InvalidOptionError({
    field: `@CacheEvict ${methodName}`,
    accepted: 'a method that ends with its call (a stream would still run)',
    received: 'async generator',
  });
}
