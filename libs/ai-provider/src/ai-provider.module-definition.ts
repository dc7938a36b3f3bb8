import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { AiProviderOptions } from './ai-provider.options.js';

export interface AiProviderModuleExtras {
  /** Whether the providers can be injected everywhere without importing the module again. Default: true. */
  readonly isGlobal?: boolean;
  /** For `forRootAsync`: logical models that `@InjectModel` is used with. `forRoot` knows them from its options. */
  readonly modelNames?: readonly string[];
}

export const {
  ConfigurableModuleClass: ConfigurableAiProviderModule,
  MODULE_OPTIONS_TOKEN: AI_PROVIDER_OPTIONS,
  OPTIONS_TYPE: AI_PROVIDER_MODULE_OPTIONS,
  ASYNC_OPTIONS_TYPE: AI_PROVIDER_MODULE_ASYNC_OPTIONS,
} = new ConfigurableModuleBuilder<AiProviderOptions>({ moduleName: 'AiProvider' })
  .setClassMethodName('forRoot')
  .setExtras<AiProviderModuleExtras>(
    { isGlobal: true, modelNames: [] },
    (definition, { isGlobal = true }) => ({
      ...definition,
      global: isGlobal,
    }),
  )
  .build();
