import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { ConfigValidatorOptions } from './config-validator.options.js';
import { configValidatorProviders } from './config-validator.providers.js';
import { ConfigValidatorService } from './config-validator.service.js';
import { CONFIG_VALIDATOR_OPTIONS } from './config-validator.tokens.js';
import type { SchemaClass } from './schema/schema-metadata.js';

export interface ConfigValidatorSchemas {
  /** The schema classes. Each can be injected everywhere by its class, as a frozen instance. At least one. */
  readonly schemas: readonly SchemaClass[];
}

export const {
  ConfigurableModuleClass: ConfigurableConfigValidatorModule,
  OPTIONS_TYPE: CONFIG_VALIDATOR_OPTIONS_TYPE,
  ASYNC_OPTIONS_TYPE: CONFIG_VALIDATOR_ASYNC_OPTIONS_TYPE,
} = new ConfigurableModuleBuilder<ConfigValidatorOptions>({ optionsInjectionToken: CONFIG_VALIDATOR_OPTIONS })
  .setClassMethodName('forRoot')
  .setExtras<ConfigValidatorSchemas>({ schemas: [] }, ({ providers = [], ...definition }, { schemas }) => ({
    ...definition,
    global: true,
    providers: [...providers, ...configValidatorProviders(schemas)],
    exports: [ConfigValidatorService, ...schemas],
  }))
  .build();
