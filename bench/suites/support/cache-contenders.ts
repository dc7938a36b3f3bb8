import { AiCacheModule, AiCacheService } from '@hydrogenai/ai-cache';
import { NestFactory } from '@nestjs/core';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { redisBusDriver, redisDriver } from 'bentocache/drivers/redis';
import { createCache } from 'cache-manager';
import { Cacheable } from 'cacheable';
import type { SuiteScope } from '../../harness/index.js';

const TTL_MS = 600_000;

/** A cache as these races use it. */
export interface RacingCache {
  load(key: string, factory: () => Promise<number>): Promise<number | undefined>;
  /** Resolves when the cache says that the answer is gone. */
  drop(key: string): Promise<unknown>;
}

/** One process of ours, with Redis or without. */
export async function ours({ onCleanup }: SuiteScope, url?: string): Promise<RacingCache> {
  const l2 = url === undefined ? undefined : { url };
  const app = await NestFactory.createApplicationContext(AiCacheModule.forRoot({ l2, l2DeadlineMs: 1_000 }), {
    logger: false,
  });
  onCleanup(() => app.close());
  const cache = app.get(AiCacheService);
  return {
    load: (key, factory) => cache.getOrCompute({ namespace: 'bench', key }, factory),
    drop: (key) => cache.delete({ namespace: 'bench', key }),
  };
}

export function manager(): RacingCache {
  const cache = createCache({ ttl: TTL_MS });
  return { load: (key, factory) => cache.wrap(key, factory), drop: (key) => cache.del(key) };
}

export function cacheable({ onCleanup }: SuiteScope): RacingCache {
  const cache = new Cacheable({ ttl: TTL_MS });
  onCleanup(() => cache.disconnect());
  return { load: (key, factory) => cache.getOrSet(key, factory), drop: (key) => cache.delete(key) };
}

/** BentoCache in memory, or with Redis behind it and its backplane. */
export function bento({ onCleanup }: SuiteScope, port?: number): RacingCache {
  const memory = bentostore().useL1Layer(memoryDriver({ maxItems: 10_000 }));
  const store = port === undefined ? memory : withRedis(memory, port);
  const cache = new BentoCache({ default: 'both', stores: { both: store } });
  onCleanup(() => cache.disconnectAll());
  return {
    load: (key, factory) => cache.getOrSet({ key, ttl: TTL_MS, factory }),
    drop: (key) => cache.delete({ key }),
  };
}

function withRedis(store: ReturnType<typeof bentostore>, port: number): ReturnType<typeof bentostore> {
  const connection = { host: '127.0.0.1', port };
  return store.useL2Layer(redisDriver({ connection })).useBus(redisBusDriver({ connection }));
}
