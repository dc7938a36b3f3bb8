import { generateCacheKey } from '@hydrogenai/common';
import { assertNamespace, entryIdOf, identityOf, redisKey, type Place } from './cache-key.policy.js';

/** Where one answer lives in each tier. The hash is made when it is first needed: a hit in memory needs none. */
export class CacheAddress implements Place {
  readonly tenant: string | undefined;
  readonly namespace: string;
  readonly key: string;
  readonly structured: boolean;
  /** The place as one text, unlike that of every other place. */
  readonly identity: string;
  private hashed: string | undefined;

  /** @throws InvalidOptionError for a namespace that is not accepted */
  constructor({ tenant, namespace, key, structured }: Place) {
    assertNamespace(namespace);
    this.tenant = tenant;
    this.namespace = namespace;
    this.key = key;
    this.structured = structured;
    this.identity = identityOf(this);
  }

  get entryId(): string {
    return entryIdOf(this.digest);
  }

  redisKey(prefix: string): string {
    return redisKey(prefix, this.tenant, this.namespace, this.digest);
  }

  private get digest(): string {
    this.hashed ??= generateCacheKey(this.identity);
    return this.hashed;
  }
}
