import { AiCacheModule } from '@hydrogenai/ai-cache';
import { AiProviderModule } from '@hydrogenai/ai-provider';
import type { Clock } from '@hydrogenai/common';
import { ConfigValidatorModule, type EnvironmentLike } from '@hydrogenai/config-validator';
import { HealthModule } from '@hydrogenai/health';
import { RateLimitModule } from '@hydrogenai/rate-limit';
import { Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { AdministrationModule } from './administration/administration.module.js';
import { DemoEnvironment } from './config/demo.environment.js';
import { CorrelationMiddleware } from './http/correlation.middleware.js';
import { ProviderSourceModule } from './providers/provider-source.module.js';
import { PROVIDER_SOURCE } from './providers/provider-source.js';
import { aiProviderOptions } from './providers/ai-provider.settings.js';
import { QueryModule } from './query/query.module.js';

export interface DemoOptions {
  /** Default: `process.env`. */
  readonly env?: EnvironmentLike;
  /** Default: `.env` in the working directory, if it is there. */
  readonly envFiles?: readonly string[];
  /** Source of time of the limits in memory, for tests. Default: the system clock. */
  readonly clock?: Clock;
}

/** The whole suite in one application. */
@Module({})
export class DemoModule implements NestModule {
  static forRoot({ env = process.env, envFiles = ['.env'], clock }: DemoOptions = {}): DynamicModule {
    return {
      module: DemoModule,
      imports: [
        ConfigValidatorModule.forRoot({ schemas: [DemoEnvironment], env, envFiles }),
        AiProviderModule.forRootAsync({
          imports: [ProviderSourceModule],
          inject: [PROVIDER_SOURCE, DemoEnvironment],
          useFactory: aiProviderOptions,
        }),
        AiCacheModule.forRootAsync({
          inject: [DemoEnvironment],
          useFactory: ({ redisUrl, cacheTtlMs }: DemoEnvironment) => ({
            ttl: cacheTtlMs,
            ...(redisUrl === undefined ? {} : { l2: { url: redisUrl } }),
          }),
        }),
        RateLimitModule.forRootAsync({
          inject: [DemoEnvironment],
          useFactory: ({ redisUrl, trustedProxies }: DemoEnvironment) => ({
            caller: { trustedProxies },
            ...(redisUrl === undefined ? {} : { redis: { url: redisUrl } }),
            ...(clock === undefined ? {} : { clock }),
          }),
        }),
        // Its checks of providers cost nothing: a second is how soon a person sees a change.
        HealthModule.forRoot({ periodMs: '1s' }),
        QueryModule,
        AdministrationModule,
      ],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(CorrelationMiddleware).forRoutes('{*everything}');
  }
}
