import { AspectOrder, AspectRuntimeMissingError, aspectDecorator, type MethodCall } from '@hydrogenai/common';
import { CacheableRuntime } from './cacheable.runtime.js';
import { assertCacheableOptions, type CacheableOptions } from './cacheable.options.js';
import { NamespaceTakenError } from './namespace-taken.error.js';

/** Fits methods whose parameters `key` can read and whose result `when` can judge. */
export type CacheableDecorator<Args extends readonly unknown[], Result> = <
  Method extends (...args: [...Args, ...never[]]) => PromiseLike<Result> | Result,
>(
  target: object,
  methodName: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Answers a method from the cache, and stores what it returns. Concurrent calls with equal arguments run it once. The
 * method becomes asynchronous and its result frozen.
 *
 * @throws InvalidOptionError when the class is defined, for options out of range. On a call, beside what the method
 * throws: NotCanonicalError for arguments that cannot be a key, ValueNotCacheableError and StreamNotCacheableError for a
 * result that cannot be stored, NamespaceTakenError when the default namespace is that of another class,
 * AspectRuntimeMissingError on an instance that Nest did not make.
 */
export function Cacheable<Args extends readonly unknown[] = never[], Result = unknown>(
  options: CacheableOptions<Args, Result> = {},
): CacheableDecorator<Args, Result> {
  assertCacheableOptions(options);
  const { key, ttl, when } = options;
  const decoration = Symbol('@Cacheable');
  return aspectDecorator<CacheableRuntime>({
    name: 'Cacheable',
    order: AspectOrder.cacheable,
    token: CacheableRuntime,
    async around(runtime, call, proceed) {
      if (!runtime) throw new AspectRuntimeMissingError('Cacheable', 'AiCacheModule', call);
      const request = {
        namespace: options.namespace ?? claimDefault(runtime, call, decoration),
        // The type of the decorator says that the method has these parameters.
        key: key ? key(...(call.args as unknown as Args)) : call.args,
        ttl,
      };
      if (!when) return runtime.cache.getOrCompute(request, proceed);
      // The type of the decorator says that the method has this result.
      const store = (result: unknown): boolean => when(result as Result);
      const { value } = await runtime.cache.answer(request, proceed, { store });
      return value;
    },
  });
}

function claimDefault(runtime: CacheableRuntime, call: MethodCall, decoration: symbol): string {
  const namespace = `${call.className}.${call.methodName}`;
  if (!runtime.claim(namespace, decoration)) throw new NamespaceTakenError(call);
  return namespace;
}
