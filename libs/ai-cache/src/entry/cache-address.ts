import { currentContext, generateCacheKey } from '@hydrogenai/common';
import type { CacheRequest } from './cache-request.js';
import { assertNamespace, entryIdOf, memoryKey, redisKey } from './cache-key.policy.js';

/** The key of a request in memory, for the tenant that asks. */
export function memoryKeyOf(request: CacheRequest): string {
  return memoryKey(request.namespace, request.key, currentContext()?.tenant);
}

/** Where the answer of a request lives in each tier. The hash is made when it is first needed. */
export class CacheAddress {
  readonly namespace: string;
  private readonly tenant: string | undefined;
  private hashed: string | undefined;

  /**
   * @param memoryKey of the same request. It is taken here so that a key is encoded once for each call.
   * @throws InvalidOptionError for a namespace that is not accepted
   * @throws NotCanonicalError for a key without canonical form
   */
  constructor(
    request: CacheRequest,
    readonly memoryKey: string = memoryKeyOf(request),
  ) {
    assertNamespace(request.namespace);
    this.namespace = request.namespace;
    this.tenant = currentContext()?.tenant;
  }

  get entryId(): string {
    return entryIdOf(this.digest);
  }

  redisKey(prefix: string): string {
    return redisKey(prefix, this.tenant, this.namespace, this.digest);
  }

  private get digest(): string {
    this.hashed ??= generateCacheKey(this.memoryKey);
    return this.hashed;
  }
}
