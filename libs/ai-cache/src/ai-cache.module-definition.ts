import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AiCacheOptions } from './ai-cache.options.js';

export const {
  ConfigurableModuleClass: ConfigurableAiCacheModule,
  MODULE_OPTIONS_TOKEN: AI_CACHE_OPTIONS,
  OPTIONS_TYPE: AI_CACHE_OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE: AI_CACHE_ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<AiCacheOptions>({ moduleName: 'AiCache' })
  .setClassMethodName('forRoot')
  .setExtras({}, (definition) => ({ ...definition, global: true }))
  .build();
