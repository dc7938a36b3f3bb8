import { Module } from '@nestjs/common';
import { RESOLVED_CALLER_OPTIONS } from './caller/caller.options.js';
import { CallerResolver } from './caller/caller.resolver.js';
import { ExecutionContextInterceptor } from './caller/execution-context.interceptor.js';
import { CallLimiter } from './decorator/call-limiter.service.js';
import { ConfigurableRateLimitModule, RATE_LIMIT_OPTIONS } from './rate-limit.module-definition.js';
import { resolveRateLimitOptions, type ResolvedRateLimitOptions } from './rate-limit.options.js';
import { RATE_LIMIT_STORES, RESOLVED_RATE_LIMIT_OPTIONS } from './rate-limit.tokens.js';
import { RateLimiter } from './rate-limiter.service.js';
import { openStores } from './stores/open-stores.js';
import { GatewayErrorInterceptor } from './transport/gateway-error.interceptor.js';
import { GatewayErrors } from './transport/gateway-errors.js';
import { GlobalEnhancers } from './transport/global-enhancers.js';
import { RateLimitErrorFilter } from './transport/rate-limit-error.filter.js';

/** `RateLimiter` to inject and the runtime of `@RateLimited` and its guards. Global, unless `isGlobal: false`. */
@Module({
  providers: [
    {
      provide: RESOLVED_RATE_LIMIT_OPTIONS,
      useFactory: resolveRateLimitOptions,
      inject: [RATE_LIMIT_OPTIONS],
    },
    {
      provide: RESOLVED_CALLER_OPTIONS,
      useFactory: ({ caller }: ResolvedRateLimitOptions) => caller,
      inject: [RESOLVED_RATE_LIMIT_OPTIONS],
    },
    { provide: RATE_LIMIT_STORES, useFactory: openStores, inject: [RESOLVED_RATE_LIMIT_OPTIONS] },
    RateLimiter,
    CallerResolver,
    CallLimiter,
    ExecutionContextInterceptor,
    GatewayErrors,
    GatewayErrorInterceptor,
    RateLimitErrorFilter,
    GlobalEnhancers,
  ],
  exports: [RateLimiter, CallerResolver, CallLimiter],
})
export class RateLimitModule extends ConfigurableRateLimitModule {}
