import { freshnessFieldsOf } from '../freshness/freshness.options.js';
import {
  AspectOrder,
  AspectRuntimeMissingError,
  InvalidOptionError,
  aspectDecorator,
  isAsyncGeneratorMethod,
} from '@hydrogenai/common';
import type { ResolvedAnswer } from '../entry/resolved-answer.js';
import { CacheableRuntime } from './cacheable.runtime.js';
import { assertCacheableOptions, type CacheableOptions } from './cacheable.options.js';

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
 * @throws InvalidOptionError when the class is defined, for options out of range and on an async generator: a stream
 * cannot be stored. On a call, beside what the method
 * throws: NotCanonicalError for arguments that cannot be a key, ValueNotCacheableError and StreamNotCacheableError for a
 * result that cannot be stored, NamespaceTakenError when the default namespace is that of another class,
 * AspectRuntimeMissingError on an instance that Nest did not make.
 */
export function Cacheable<Args extends readonly unknown[] = never[], Result = unknown>(
  options: CacheableOptions<Args, Result> = {},
): CacheableDecorator<Args, Result> {
  assertCacheableOptions(options);
  const { key, ttl, when } = options;
  const { tags, derive } = splitTags(options.tags);
  const freshness = freshnessFieldsOf(options);
  // The type of the decorator says that the method has this result.
  const store = when && ((result: unknown): boolean => when(result as Result));
  return (target, methodName, descriptor) => {
    if (isAsyncGeneratorMethod(descriptor.value)) throw streamRefused(String(methodName));
    const decoration = Symbol('@Cacheable');
    aspectDecorator<CacheableRuntime>({
      name: 'Cacheable',
      order: AspectOrder.cacheable,
      token: CacheableRuntime,
      around(runtime, call, proceed) {
        try {
          if (!runtime) throw new AspectRuntimeMissingError('Cacheable', 'AiCacheModule', call);
          const namespace = options.namespace ?? runtime.defaultNamespace(call, decoration);
          // The type of the decorator says that the method has these parameters.
          const args = call.args as unknown as Args;
          const named = { namespace, key: key ? key(...args) : call.args, ttl, tags };
          const request = freshness === undefined ? named : { ...freshness, ...named };
          if (store === undefined && derive === undefined)
            return runtime.cache.getOrCompute(request, proceed);
          // As above.
          const derived =
            derive && ((result: unknown): readonly string[] => derive(result as Result, ...args));
          return runtime.cache.answer(request, proceed, { store, tags: derived }).then(valueOf);
        } catch (error) {
          return Promise.reject(error);
        }
      },
    })(target, methodName, descriptor);
  };
}

function splitTags<Args extends readonly unknown[], Result>(
  tags: CacheableOptions<Args, Result>['tags'],
): {
  readonly tags?: readonly string[] | undefined;
  readonly derive?: (result: Result, ...args: Args) => readonly string[];
} {
  return typeof tags === 'function' ? { derive: tags } : { tags };
}

function valueOf({ value }: ResolvedAnswer<unknown>): unknown {
  return value;
}

function streamRefused(methodName: string): InvalidOptionError {
  return new InvalidOptionError({
    field: `@Cacheable ${methodName}`,
    accepted: 'a method that returns one value (collect the chunks of a stream first, and cache that method)',
    received: 'async generator',
  });
}
