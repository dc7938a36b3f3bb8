import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';
import type { ExecutionContext } from '@nestjs/common';
import { assertNamespace } from '../entry/cache-key.policy.js';
import { checkTags } from '../entry/tags.policy.js';

/** What responses differ by beside the address: the user or the session of the request context, or a request header. */
export type VaryName = 'user' | 'session' | `header:${string}`;

export interface CacheResponseOptions {
  /** Family of answers, for statistics and `invalidate`. Default: `http:ClassName.methodName`. */
  readonly namespace?: string;
  /** Lifetime, 1 ms to `maxTtl` of the module. Default: `ttl` of the module. */
  readonly ttl?: Duration;
  /**
   * What the response depends on beside route, parameters, query and tenant. A request that lacks what is named is not
   * cached. Default: nothing.
   */
  readonly vary?: readonly VaryName[];
  /**
   * Everybody of the tenant gets the same response. Without it, the user of the request context, `Authorization` and
   * `Cookie` are part of the key, so that nobody gets what was made for another. Default: false.
   */
  readonly shared?: boolean;
  /** What else it depends on. Default: nothing. */
  readonly key?: (context: ExecutionContext) => unknown;
  /** Tags, or what makes them of a request. Default: none. */
  readonly tags?: readonly string[] | ((context: ExecutionContext) => readonly string[]);
  /** Request methods that are cached; those with a body have it in their key. Default: GET alone. */
  readonly methods?: readonly string[];
}

const VARY = /^(?:user|session|header:[!#$%&'*+.^_`|~\w-]+)$/;
const METHOD = /^[A-Z]{1,20}$/;

/** @throws InvalidOptionError naming the field. */
export function assertCacheResponseOptions(options: CacheResponseOptions): void {
  const { namespace, ttl, vary = [], key, tags, methods = ['GET'] } = options;
  if (namespace !== undefined) assertNamespace(namespace, '@CacheResponse namespace');
  if (ttl !== undefined) parseDuration(ttl, '@CacheResponse ttl', { minMs: 1 });
  if (typeof tags !== 'function') checkTags(tags, '@CacheResponse tags');
  assertEach('vary', vary, VARY, "'user', 'session' or 'header:name'");
  assertEach('methods', methods, METHOD, 'names of request methods in capitals');
  if (key !== undefined && typeof key !== 'function') {
    throw new InvalidOptionError({ field: '@CacheResponse key', accepted: 'a function', received: key });
  }
}

function assertEach(name: string, given: readonly string[], pattern: RegExp, accepted: string): void {
  if (Array.isArray(given) && given.every((each) => typeof each === 'string' && pattern.test(each))) return;
  throw new InvalidOptionError({
    field: `@CacheResponse ${name}`,
    accepted: `a list of ${accepted}`,
    received: given,
  });
}
