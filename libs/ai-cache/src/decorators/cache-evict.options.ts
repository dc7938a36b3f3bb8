import { InvalidOptionError, oneOf } from '@hydrogenai/common';
import { assertNamespace } from '../entry/cache-key.policy.js';
import type { InvalidationTarget } from '../entry/invalidation-target.js';
import { checkTags } from '../entry/tags.policy.js';

/** What a call of the method invalidates. At least `tags` or `namespace`. */
export interface CacheEvictOptions<Args extends readonly unknown[]> {
  /** Answers with one of these tags. Default: none. */
  readonly tags?: readonly string[] | ((...args: Args) => readonly string[]);
  /** All answers of this namespace; with `key`, one of them. Default: none. */
  readonly namespace?: string;
  /** The key of the answer in `namespace`, from the arguments. Default: every key. */
  readonly key?: (...args: Args) => unknown;
  /**
   * `after` the method has ended, also when it failed, since it may have changed something; or `before` it runs, when what
   * is stored must not be served any more while it does. What is computed during the method is then stored again, so for
   * data that the method changes `after` is right. Default: `after`.
   */
  readonly when?: 'before' | 'after';
}

/** @throws InvalidOptionError naming the field. */
export function assertCacheEvictOptions<Args extends readonly unknown[]>(
  options: CacheEvictOptions<Args>,
): void {
  const { namespace, key, tags, when = 'after' } = options;
  if (namespace !== undefined) assertNamespace(namespace, '@CacheEvict namespace');
  if (typeof tags !== 'function') checkTags(tags, '@CacheEvict tags');
  oneOf(when, ['before', 'after'], '@CacheEvict when');
  if (key !== undefined && (typeof key !== 'function' || namespace === undefined)) {
    refuse('@CacheEvict key', 'a function, together with a namespace', key);
  }
  if (namespace === undefined && tags === undefined) refuse('@CacheEvict', 'tags or a namespace', options);
}

/** What this call invalidates. */
export function targetOf<Args extends readonly unknown[]>(
  { tags, namespace, key }: CacheEvictOptions<Args>,
  args: Args,
): InvalidationTarget {
  const named = typeof tags === 'function' ? tags(...args) : tags;
  if (namespace === undefined || key === undefined) return { tags: named, namespace };
  return { tags: named, keys: [{ namespace, key: key(...args) }] };
}

function refuse(field: string, accepted: string, received: unknown): never {
  throw new InvalidOptionError({ field, accepted, received });
}
