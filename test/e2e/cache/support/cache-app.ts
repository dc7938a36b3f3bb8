import { AiCacheModule, AiCacheService, type AiCacheOptions } from '@hydrogenai/ai-cache';
import { CACHE_MANAGER } from '@nestjs/cache-manager';
import { Test } from '@nestjs/testing';
import type { Cache } from 'cache-manager';

/** An application with nothing but the cache. */
export interface CacheApp extends AsyncDisposable {
  readonly cache: AiCacheService;
  readonly manager: Cache;
  close(): Promise<void>;
}

export async function startCacheApp(options: AiCacheOptions = {}): Promise<CacheApp> {
  const module = await Test.createTestingModule({ imports: [AiCacheModule.forRoot(options)] }).compile();
  await module.init();
  const close = (): Promise<void> => module.close();
  return {
    cache: module.get(AiCacheService),
    manager: module.get<Cache>(CACHE_MANAGER),
    close,
    [Symbol.asyncDispose]: close,
  };
}
