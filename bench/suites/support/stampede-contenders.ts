import { AiCacheModule, AiCacheService } from '@hydrogenai/ai-cache';
import { NestFactory } from '@nestjs/core';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { redisDriver } from 'bentocache/drivers/redis';
import { KeyvAdapter, createCache } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import { Cacheable } from 'cacheable';
import { Redis } from 'ioredis';
import { Keyv } from 'keyv';

const TTL_MS = 60_000;

export interface StampedeCache {
  /** The cached answer, or the factory's. */
  readonly ask: (key: string, factory: () => Promise<string>) => Promise<string | undefined>;
  readonly close: () => Promise<unknown>;
}

export type StampedeContender = keyof typeof stampedeContenders;

/** Each with its memory in front of one Redis, as its manual says. */
export const stampedeContenders = {
  ours: async (url: string): Promise<StampedeCache> => {
    const module = AiCacheModule.forRoot({ l2: { url }, l2DeadlineMs: 1_000 });
    const app = await NestFactory.createApplicationContext(module, { logger: false });
    const cache = app.get(AiCacheService);
    return {
      ask: (key, factory) => cache.getOrCompute({ namespace: 'bench', key }, factory),
      close: () => app.close(),
    };
  },
  'cache-manager 7': async (url: string): Promise<StampedeCache> => {
    const client = new Redis(url);
    const cache = createCache({ ttl: TTL_MS, stores: [new Keyv(), redisKeyv(client)] });
    return {
      ask: (key, factory) => cache.wrap(key, factory),
      close: () => client.quit(),
    };
  },
  BentoCache: async (url: string): Promise<StampedeCache> => {
    const client = new Redis(url);
    const store = bentostore()
      .useL1Layer(memoryDriver({ maxItems: 10_000 }))
      .useL2Layer(redisDriver({ connection: client }));
    const cache = new BentoCache({ default: 'both', stores: { both: store } });
    return {
      ask: (key, factory) => cache.getOrSet({ key, ttl: TTL_MS, factory }),
      close: () => cache.disconnectAll(),
    };
  },
  cacheable: async (url: string): Promise<StampedeCache> => {
    const client = new Redis(url);
    const cache = new Cacheable({ ttl: TTL_MS, secondary: redisKeyv(client) });
    return {
      ask: (key, factory) => cache.getOrSet<string>(key, factory),
      close: () => client.quit(),
    };
  },
} as const;

function redisKeyv(client: Redis): Keyv {
  // Both packages describe one store, in types of their own.
  return new Keyv({ store: new KeyvAdapter(redisInsStore(client) as never) });
}
