import { AiCacheModule, AiCacheService, type AiCacheOptions } from '@hydrogenai/ai-cache';
import KeyvRedis from '@keyv/redis';
import { NestFactory } from '@nestjs/core';
import { BentoCache, bentostore } from 'bentocache';
import { redisDriver } from 'bentocache/drivers/redis';
import { KeyvAdapter, createCache } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import { Cacheable } from 'cacheable';
import { Redis } from 'ioredis';
import { Keyv } from 'keyv';
import type { SuiteScope } from '../../harness/index.js';

const TTL_MS = 600_000;

/** A cache with Redis behind it. */
export interface SecondTierCache {
  /** The cached answer, or the factory's. */
  readonly ask: <Answer>(key: string, factory: () => Promise<Answer>) => Promise<Answer | undefined>;
}

export type SecondTierContender = keyof typeof secondTierContenders;

/** A memory of ours that holds so little that nearly everything is asked of Redis. */
const SMALLEST: AiCacheOptions = { l1: { maxBytes: 64 * 1024 } };

/**
 * Each with Redis as its manual says, and with no memory in front where it can do without. An error that nobody listens to
 * would end the process, so each client has a listener.
 */
export const secondTierContenders = {
  ours: async ({ onCleanup }: SuiteScope, url: string, l2DeadlineMs?: number): Promise<SecondTierCache> => {
    const module = AiCacheModule.forRoot({ ...SMALLEST, l2: { url }, l2DeadlineMs });
    const app = await NestFactory.createApplicationContext(module, { logger: false });
    onCleanup(() => app.close());
    const cache = app.get(AiCacheService);
    return { ask: (key, factory) => cache.getOrCompute({ namespace: 'bench', key }, factory) };
  },
  'cache-manager 7 + ioredis-yet': ({ onCleanup }: SuiteScope, url: string): SecondTierCache => {
    const client = quiet(new Redis(url));
    onCleanup(() => client.disconnect());
    // Both packages describe one store, in types of their own.
    const store = new Keyv({ store: new KeyvAdapter(redisInsStore(client) as never) });
    const cache = createCache({ ttl: TTL_MS, stores: [quiet(store)] });
    return { ask: (key, factory) => cache.wrap(key, factory) };
  },
  'cache-manager 7 + @keyv/redis': ({ onCleanup }: SuiteScope, url: string): SecondTierCache => {
    const store = new KeyvRedis(url);
    onCleanup(() => store.disconnect(true));
    const cache = createCache({ ttl: TTL_MS, stores: [quiet(new Keyv({ store: quiet(store) }))] });
    return { ask: (key, factory) => cache.wrap(key, factory) };
  },
  BentoCache: ({ onCleanup }: SuiteScope, url: string): SecondTierCache => {
    const client = quiet(new Redis(url));
    onCleanup(() => client.disconnect());
    const store = bentostore().useL2Layer(redisDriver({ connection: client }));
    const cache = new BentoCache({ default: 'redis', stores: { redis: store } });
    return { ask: (key, factory) => cache.getOrSet({ key, ttl: TTL_MS, factory }) };
  },
  cacheable: ({ onCleanup }: SuiteScope, url: string): SecondTierCache => {
    const store = new KeyvRedis(url);
    onCleanup(() => store.disconnect(true));
    const cache = new Cacheable({
      ttl: TTL_MS,
      primary: new Keyv({ store: new NothingStore() }),
      secondary: quiet(new Keyv({ store: quiet(store) })),
    });
    quiet(cache);
    return { ask: (key, factory) => cache.getOrSet(key, factory) };
  },
} as const;

/** A memory that keeps nothing: cacheable has no way to do without one. */
class NothingStore extends Map<string, unknown> {
  override set(): this {
    return this;
  }
}

interface Emitter {
  on(event: string, listener: () => void): unknown;
}

function quiet<Client extends Emitter>(client: Client): Client {
  client.on('error', () => undefined);
  return client;
}
