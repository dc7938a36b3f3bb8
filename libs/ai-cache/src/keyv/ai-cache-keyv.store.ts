import { InvalidOptionError } from '@hydrogenai/common';
import type { KeyvStoreAdapter, StoredData } from 'keyv';
import { Absent } from '../entry/absent.js';
import { assertNamespace } from '../entry/cache-key.policy.js';
import type { CacheRequest } from '../entry/cache-request.js';

/** What the store needs of `AiCacheService`. */
export interface KeyedAnswers {
  get(request: CacheRequest): Promise<unknown>;
  set(request: CacheRequest, value: unknown): Promise<void>;
  /** Resolves with false when Redis could not be reached. */
  delete(request: CacheRequest): Promise<boolean>;
}

export interface AiCacheKeyvStoreOptions {
  /** Namespace of the cache that the entries live in and are counted under. Default: `keyv`. */
  readonly namespace?: string | undefined;
  /** Deletes all entries of the namespace, for `clear()`. */
  readonly clear: (namespace: string) => Promise<unknown>;
}

/**
 * The cache as a storage adapter for Keyv, and so for `@nestjs/cache-manager`: memory, Redis and whatever else it is made of,
 * invalidation in all processes, the tenant of the running request. Entries without a lifetime get that of the module.
 */
export class AiCacheKeyvStore implements KeyvStoreAdapter {
  readonly opts: { readonly dialect: 'hydrogenai' } = { dialect: 'hydrogenai' };
  /** Set by Keyv, which writes it into its keys as well: two Keyvs on one store have entries of their own. */
  namespace: string | undefined;
  private readonly family: string;
  private readonly clearFamily: AiCacheKeyvStoreOptions['clear'];

  /** @throws InvalidOptionError */
  constructor(
    private readonly answers: KeyedAnswers,
    { namespace = 'keyv', clear }: AiCacheKeyvStoreOptions,
  ) {
    assertNamespace(namespace);
    this.family = namespace;
    this.clearFamily = clear;
  }

  async get<Value>(key: string): Promise<StoredData<Value> | undefined> {
    const found = await this.answers.get(this.request(key));
    // What Keyv calls stored data is what it stored.
    return found === Absent ? undefined : (found as StoredData<Value>);
  }

  /** @throws InvalidOptionError for a lifetime of less than a millisecond or beyond the longest of the module */
  async set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    await this.answers.set({ ...this.request(key), ttl: lifetime(ttl) }, value);
    return true;
  }

  delete(key: string): Promise<boolean> {
    return this.answers.delete(this.request(key));
  }

  /** All entries of this store, whatever Keyv stored them. */
  async clear(): Promise<void> {
    await this.clearFamily(this.family);
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  /** It emits nothing: the cache takes trouble for misses and publishes it as facts. */
  on(): this {
    return this;
  }

  private request(key: string): CacheRequest {
    return { namespace: this.family, key };
  }
}

/** Keyv says 0 or nothing for entries without a lifetime. */
function lifetime(ttl: number | undefined): number | undefined {
  if (ttl === undefined || ttl === 0) return undefined;
  if (Number.isSafeInteger(ttl) && ttl > 0) return ttl;
  throw new InvalidOptionError({
    field: 'ttl',
    accepted: 'whole milliseconds, or 0 for the default',
    received: ttl,
  });
}
