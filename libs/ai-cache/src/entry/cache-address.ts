import { generateCacheKey } from '@hydrogenai/common';
import { EVERYTHING, keyName, namespaceName, type Name } from '../invalidation/names.policy.js';
import { assertNamespace, entryIdOf, identityOf, redisKey, type Place } from './cache-key.policy.js';

/** How places are named in the stores. */
export interface Naming {
  /** Without it, or without a result: a hash that anybody can compute. */
  readonly nameOf?: ((identity: string) => string | undefined) | undefined;
  /** Version of the rules that stored answers have passed; undefined when there are none. */
  readonly rules?: string | undefined;
}

/** Where one answer lives in each tier. The hash is made when it is first needed: a hit in memory needs none. */
export class CacheAddress implements Place {
  readonly tenant: string | undefined;
  readonly audience: string | undefined;
  readonly namespace: string;
  readonly key: string;
  readonly structured: boolean;
  /** The place as one text, unlike that of every other place. */
  readonly identity: string;
  private hashed: string | undefined;
  private named: readonly Name[] | undefined;
  private hashedWithRules: string | undefined;
  private forAll: Name | undefined;

  /** @throws InvalidOptionError for a namespace that is not accepted */
  constructor(
    { tenant, audience, namespace, key, structured }: Place,
    private readonly naming: Naming = {},
  ) {
    assertNamespace(namespace);
    this.tenant = tenant;
    this.audience = audience;
    this.namespace = namespace;
    this.key = key;
    this.structured = structured;
    this.identity = identityOf(this);
  }

  /** Names the answer, in whatever tier, whoever it is for and whatever rules it has passed. */
  get entryId(): string {
    return entryIdOf(this.digest);
  }

  /** What invalidates it whatever it holds: its tenant, its namespace, its key, and its key for these roles. */
  get names(): readonly Name[] {
    if (this.named === undefined) {
      const named = [EVERYTHING, namespaceName(this.namespace), this.ownName];
      this.named = this.audience === undefined ? named : [...named, this.keyName];
    }
    return this.named;
  }

  /** Stands for the answers of this key for all roles. */
  get keyName(): Name {
    if (this.audience === undefined) return this.ownName;
    this.forAll ??= keyName(entryIdOf(this.hash(identityOf({ ...this, audience: undefined }))));
    return this.forAll;
  }

  /** Stands for the answers of this key for these roles. */
  get ownName(): Name {
    return keyName(this.entryId);
  }

  /** Answers that have passed other rules are other records, so that a process reads none that its filter has not seen. */
  redisKey(prefix: string): string {
    return redisKey(prefix, this.tenant, this.namespace, this.recordDigest);
  }

  private get recordDigest(): string {
    const { rules } = this.naming;
    if (rules === undefined) return this.digest;
    this.hashedWithRules ??= this.hash(`${rules.length}:${rules}${this.identity}`);
    return this.hashedWithRules;
  }

  private get digest(): string {
    this.hashed ??= this.hash(this.identity);
    return this.hashed;
  }

  private hash(text: string): string {
    return this.naming.nameOf?.(text) ?? generateCacheKey(text);
  }
}
