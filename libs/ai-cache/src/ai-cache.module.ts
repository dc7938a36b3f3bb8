import { CACHE_MANAGER } from '@nestjs/cache-manager';
import { Module } from '@nestjs/common';
import { AI_CACHE_OPTIONS, ConfigurableAiCacheModule } from './ai-cache.module-definition.js';
import { resolveAiCacheOptions } from './ai-cache.options.js';
import { AiCacheService } from './ai-cache.service.js';
import { CACHE_TIERS, RESOLVED_AI_CACHE_OPTIONS } from './ai-cache.tokens.js';
import { createCacheManager } from './cache-manager/create-cache-manager.js';
import { CacheableRuntime } from './decorators/cacheable.runtime.js';
import { CacheTiers } from './engine/cache-tiers.js';
import type { ResolvedAiCacheOptions } from './ai-cache.options.js';

/** The answer cache, for the whole application: `AiCacheModule.forRoot({ l2: { url } })`. */
@Module({
  providers: [
    { provide: RESOLVED_AI_CACHE_OPTIONS, useFactory: resolveAiCacheOptions, inject: [AI_CACHE_OPTIONS] },
    {
      provide: CACHE_TIERS,
      useFactory: (options: ResolvedAiCacheOptions) => new CacheTiers(options),
      inject: [RESOLVED_AI_CACHE_OPTIONS],
    },
    AiCacheService,
    CacheableRuntime,
    { provide: CACHE_MANAGER, useFactory: createCacheManager, inject: [CACHE_TIERS] },
  ],
  exports: [AiCacheService, CacheableRuntime, CACHE_MANAGER],
})
export class AiCacheModule extends ConfigurableAiCacheModule {}
