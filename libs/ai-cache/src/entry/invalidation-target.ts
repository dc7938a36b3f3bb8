import { InvalidOptionError } from '@hydrogenai/common';
import { assertNamespace } from './cache-key.policy.js';
import type { CacheRequest } from './cache-request.js';
import { checkTags } from './tags.policy.js';

/** What to invalidate, together. At least one thing. */
export interface InvalidationTarget {
  /** Answers that have one of these tags. At most 64. */
  readonly tags?: readonly string[] | undefined;
  /** The answers of these requests. */
  readonly keys?: readonly Pick<CacheRequest, 'namespace' | 'key'>[] | undefined;
  /** All answers of this namespace. */
  readonly namespace?: string | undefined;
  /** All answers of the tenant. Default: false. */
  readonly everything?: boolean | undefined;
}

interface CheckedTarget {
  readonly tags: readonly string[];
  readonly keys: readonly Pick<CacheRequest, 'namespace' | 'key'>[];
  readonly namespaces: readonly string[];
  readonly everything: boolean;
}

/** Redis handles a target in one step, in which it serves nobody else. */
const MOST_KEYS = 1_000;

/** @throws InvalidOptionError */
export function checkTarget(target: InvalidationTarget): CheckedTarget {
  const { keys = [], namespace, everything = false } = target;
  const tags = checkTags(target.tags);
  if (namespace !== undefined) assertNamespace(namespace);
  if (!Array.isArray(keys) || keys.length > MOST_KEYS) {
    throw new InvalidOptionError({
      field: 'keys',
      accepted: `at most ${MOST_KEYS} requests`,
      received: keys,
    });
  }
  if (tags.length + keys.length === 0 && namespace === undefined && !everything) {
    throw new InvalidOptionError({
      field: 'invalidate',
      accepted: 'at least one of tags, keys, namespace and everything',
      received: target,
    });
  }
  return { tags, keys, namespaces: namespace === undefined ? [] : [namespace], everything };
}
