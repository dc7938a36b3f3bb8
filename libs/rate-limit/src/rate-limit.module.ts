import { Module } from '@nestjs/common';
import { ConfigurableRateLimitModule, RATE_LIMIT_OPTIONS } from './rate-limit.module-definition.js';
import { resolveRateLimitOptions } from './rate-limit.options.js';
import { RATE_LIMIT_STORES, RESOLVED_RATE_LIMIT_OPTIONS } from './rate-limit.tokens.js';
import { RateLimiter } from './rate-limiter.service.js';
import { openStores } from './stores/open-stores.js';

/** `RateLimiter` to inject and the runtime of `@RateLimited`. Global, unless `isGlobal: false`. */
@Module({
  providers: [
    {
      provide: RESOLVED_RATE_LIMIT_OPTIONS,
      useFactory: resolveRateLimitOptions,
      inject: [RATE_LIMIT_OPTIONS],
    },
    { provide: RATE_LIMIT_STORES, useFactory: openStores, inject: [RESOLVED_RATE_LIMIT_OPTIONS] },
    RateLimiter,
  ],
  exports: [RateLimiter],
})
export class RateLimitModule extends ConfigurableRateLimitModule {}
