import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { HealthOptions } from './health.options.js';

export interface HealthModuleExtras {
  /**
   * Whether `SharedServiceHealth` can be injected everywhere. Nest calls the shutdown hooks of global modules last, so that
   * readiness would learn of a shutdown after all others. Default: false.
   */
  readonly isGlobal?: boolean;
}

export const {
  ConfigurableModuleClass: ConfigurableHealthModule,
  MODULE_OPTIONS_TOKEN: HEALTH_OPTIONS,
  OPTIONS_TYPE: HEALTH_OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE: HEALTH_ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<HealthOptions>({ moduleName: 'Health' })
  .setClassMethodName('forRoot')
  .setExtras<HealthModuleExtras>({ isGlobal: false }, (definition, { isGlobal = false }) => ({
    ...definition,
    global: isGlobal,
  }))
  .build();
