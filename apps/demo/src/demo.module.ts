import { AiCacheModule } from '@hydrogenai/ai-cache';
import { AiProviderModule } from '@hydrogenai/ai-provider';
import type { Clock } from '@hydrogenai/common';
import { ConfigValidatorModule, type BootProbes, type EnvironmentLike } from '@hydrogenai/config-validator';
import { HealthModule } from '@hydrogenai/health';
import { RateLimitModule } from '@hydrogenai/rate-limit';
import { Masker, OutputFilter, SecurityModule } from '@hydrogenai/security';
import { Module, type DynamicModule, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { ACCESS_KEYS } from './access/access-keys.js';
import { AccessModule } from './access/access.module.js';
import { securityOptions } from './access/security.settings.js';
import { AdministrationModule } from './administration/administration.module.js';
import { hydrogenai } from './config/demo.configuration.js';
import { DemoEnvironment } from './config/demo.environment.js';
import { CorrelationMiddleware } from './http/correlation.middleware.js';
import { ProviderSourceModule } from './providers/provider-source.module.js';
import { PROVIDER_SOURCE } from './providers/provider-source.js';
import { aiCacheOptions } from './query/ai-cache.settings.js';
import { aiProviderOptions } from './providers/ai-provider.settings.js';
import { QueryModule } from './query/query.module.js';

export interface DemoOptions {
  /** Default: `process.env`. */
  readonly env?: EnvironmentLike;
  /** Default: `.env` in the working directory, if it is there. */
  readonly envFiles?: readonly string[];
  /** What is asked at the start whether it is there. Default: all. */
  readonly probes?: BootProbes;
  /** Source of time of the limits in memory, for tests. Default: the system clock. */
  readonly clock?: Clock;
}

/** The whole suite in one application. */
@Module({})
export class DemoModule implements NestModule {
  static forRoot(options: DemoOptions = {}): DynamicModule {
    const { env = process.env, envFiles, probes = 'all', clock } = options;
    return {
      module: DemoModule,
      imports: [
        ConfigValidatorModule.forRoot({
          ...hydrogenai,
          env,
          ...(envFiles === undefined ? {} : { envFiles }),
          boot: { probes },
        }),
        AiProviderModule.forRootAsync({
          imports: [ProviderSourceModule],
          inject: [PROVIDER_SOURCE, DemoEnvironment],
          useFactory: aiProviderOptions,
        }),
        SecurityModule.forRootAsync({
          imports: [AccessModule],
          inject: [DemoEnvironment, ACCESS_KEYS, Masker],
          useFactory: securityOptions,
        }),
        AiCacheModule.forRootAsync({
          imports: [AccessModule],
          inject: [DemoEnvironment, OutputFilter],
          useFactory: aiCacheOptions,
        }),
        RateLimitModule.forRootAsync({
          inject: [DemoEnvironment],
          useFactory: ({ redisUrl, trustedProxies }: DemoEnvironment) => ({
            caller: { trustedProxies },
            ...(redisUrl === undefined ? {} : { redis: { url: redisUrl.reveal() } }),
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
