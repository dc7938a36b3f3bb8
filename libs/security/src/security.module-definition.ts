import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { SecurityModuleOptions } from './security.options.js';

export const {
  ConfigurableModuleClass: ConfigurableSecurityModule,
  MODULE_OPTIONS_TOKEN: SECURITY_OPTIONS,
  OPTIONS_TYPE: SECURITY_OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE: SECURITY_ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<SecurityModuleOptions>({ moduleName: 'Security' })
  .setClassMethodName('forRoot')
  // Global by default: a decorator on any provider must find who decides.
  .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
  .build();
