import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthMonitor } from './checks/health-monitor.js';
import { HealthController } from './health.controller.js';
import { HealthLifecycle } from './health.lifecycle.js';
import {
  ConfigurableHealthModule,
  HEALTH_OPTIONS,
  type HEALTH_OPTIONS_TYPE,
} from './health.module-definition.js';
import { resolveHealthOptions } from './health.options.js';
import { HEALTH_INDICATORS, RESOLVED_HEALTH_OPTIONS } from './health.tokens.js';
import { AiProviderIndicator } from './indicators/ai-provider.indicator.js';
import { CacheIndicator } from './indicators/cache.indicator.js';
import { ConfigIndicator } from './indicators/config.indicator.js';
import { selectIndicators } from './indicators/select-indicators.js';
import { EventLoopMonitor } from './liveness/event-loop.monitor.js';
import { SharedServiceHealth } from './shared-service-health.js';

/** `GET /livez`, `/readyz`, `/startupz` and `/health`, and `SharedServiceHealth` to inject. */
@Module({
  imports: [TerminusModule],
  controllers: [HealthController],
  providers: [
    { provide: RESOLVED_HEALTH_OPTIONS, useFactory: resolveHealthOptions, inject: [HEALTH_OPTIONS] },
    AiProviderIndicator,
    CacheIndicator,
    ConfigIndicator,
    {
      provide: HEALTH_INDICATORS,
      useFactory: selectIndicators,
      inject: [RESOLVED_HEALTH_OPTIONS, AiProviderIndicator, CacheIndicator, ConfigIndicator],
    },
    EventLoopMonitor,
    HealthMonitor,
    HealthLifecycle,
    SharedServiceHealth,
  ],
  exports: [SharedServiceHealth, AiProviderIndicator, CacheIndicator, ConfigIndicator],
})
export class HealthModule extends ConfigurableHealthModule {
  static override forRoot(options: typeof HEALTH_OPTIONS_TYPE = {}): DynamicModule {
    return super.forRoot(options);
  }
}
