import { generateCacheKey } from '@hydrogenai/common';

/**
 * What an invalidation can name, as the log knows it: a letter for the kind and, but for the whole tenant, a hash. Hashes
 * keep tags and keys of callers out of Redis and out of messages, and every name short.
 */
export type Name = string;

/** Everything of one tenant. */
export const EVERYTHING: Name = 'e';

/** 96 bits: names that meet by chance would only be invalidated together. */
const HASH_CHARACTERS = 16;

export function namespaceName(namespace: string): Name {
  return `n${shortHash(namespace)}`;
}

/** @param entryId see `CacheAddress.entryId`; it covers tenant, namespace and key. */
export function keyName(entryId: string): Name {
  return `k${entryId}`;
}

export function tagName(tag: string): Name {
  return `t${shortHash(tag)}`;
}

function shortHash(text: string): string {
  return generateCacheKey(text).slice(0, HASH_CHARACTERS);
}
