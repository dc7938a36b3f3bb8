import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';
import { assertNamespace } from '../entry/cache-key.policy.js';
import { resolveFreshness, type FreshnessOptions } from '../freshness/freshness.options.js';
import { checkTags } from '../entry/tags.policy.js';

export interface CacheableOptions<Args extends readonly unknown[], Result> extends FreshnessOptions {
  /**
   * Family of answers. Methods with one namespace answer for each other, also those of subclasses that inherit the
   * decorated method. Default: `ClassName.methodName`; `Subclass(ClassName).methodName` for a subclass that inherits it.
   */
  readonly namespace?: string;
  /** Lifetime, 1 ms to `maxTtl` of the module. Default: `ttl` of the module. */
  readonly ttl?: Duration;
  /** What the answer depends on, from the arguments. Default: all arguments. */
  readonly key?: (...args: Args) => unknown;
  /**
   * What the answer is made of, so that it can be invalidated by it: at most 64 texts of 1 to 256 characters, or a function
   * of result and arguments. Default: none.
   */
  readonly tags?: readonly string[] | ((result: Result, ...args: Args) => readonly string[]);
  /** Whether to keep a result. Default: always. */
  readonly when?: (result: Result) => boolean;
}

/** @throws InvalidOptionError naming the field. */
export function assertCacheableOptions<Args extends readonly unknown[], Result>(
  options: CacheableOptions<Args, Result>,
): void {
  if (options.namespace !== undefined) assertNamespace(options.namespace, '@Cacheable namespace');
  if (options.ttl !== undefined) parseDuration(options.ttl, '@Cacheable ttl', { minMs: 1 });
  resolveFreshness(options, '@Cacheable ');
  if (typeof options.tags !== 'function') checkTags(options.tags, '@Cacheable tags');
  assertFunction('key', options.key);
  assertFunction('when', options.when);
}

function assertFunction(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'function') return;
  throw new InvalidOptionError({ field: `@Cacheable ${name}`, accepted: 'a function', received: value });
}
