import { Inject, Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { ExecutionContextInterceptor } from '../caller/execution-context.interceptor.js';
import { RESOLVED_RATE_LIMIT_OPTIONS } from '../rate-limit.tokens.js';
import { GatewayErrorInterceptor } from './gateway-error.interceptor.js';
import { RateLimitErrorFilter } from './rate-limit-error.filter.js';

/**
 * Puts our interceptors and our filter before all others of the application. `APP_FILTER` would not do: Nest adds those
 * module by module, the root module first, and asks the last one first, so ours would win over the application's. What
 * is added while providers are made is the first: its filter is asked last, and its interceptors are the outermost.
 */
@Injectable()
export class GlobalEnhancers {
  constructor(
    @Inject(ApplicationConfig) application: ApplicationConfig,
    @Inject(RESOLVED_RATE_LIMIT_OPTIONS) options: { readonly errorFilter: boolean },
    @Inject(ExecutionContextInterceptor) contexts: ExecutionContextInterceptor,
    @Inject(GatewayErrorInterceptor) gatewayErrors: GatewayErrorInterceptor,
    @Inject(RateLimitErrorFilter) filter: RateLimitErrorFilter,
  ) {
    application.addGlobalInterceptor(contexts);
    if (!options.errorFilter) return;
    application.addGlobalInterceptor(gatewayErrors);
    application.addGlobalFilter(filter);
  }
}
