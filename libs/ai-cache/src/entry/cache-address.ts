import { generateCacheKey } from '@hydrogenai/common';
import { EVERYTHING, keyName, namespaceName, type Name } from '../invalidation/names.policy.js';
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
  private named: readonly Name[] | undefined;

  /**
   * @param nameOf names an identity in the stores; undefined or without a result: a hash that anybody can compute
   * @throws InvalidOptionError for a namespace that is not accepted
   */
  constructor(
    { tenant, namespace, key, structured }: Place,
    private readonly nameOf?: ((identity: string) => string | undefined) | undefined,
  ) {
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

  /** What invalidates it whatever it holds: its tenant, its namespace, its key. */
  get names(): readonly Name[] {
    this.named ??= [EVERYTHING, namespaceName(this.namespace), this.keyName];
    return this.named;
  }

  get keyName(): Name {
    return keyName(this.entryId);
  }

  redisKey(prefix: string): string {
    return redisKey(prefix, this.tenant, this.namespace, this.digest);
  }

  private get digest(): string {
    this.hashed ??= this.nameOf?.(this.identity) ?? generateCacheKey(this.identity);
    return this.hashed;
  }
}
