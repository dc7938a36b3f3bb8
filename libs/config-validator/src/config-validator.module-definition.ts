import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { ConfigValidatorOptions } from './config-validator.options.js';
import { configValidatorProviders } from './config-validator.providers.js';
import { ConfigValidatorService } from './config-validator.service.js';
import { CHECKED_CONFIGURATION, CONFIG_VALIDATOR_OPTIONS } from './config-validator.tokens.js';
import { tokenOf } from './features/schema-providers.js';
import { LiveConfiguration } from './live/live-configuration.js';
import type { ConfigurationSchema } from './schema/schema-description.js';

export interface ConfigValidatorSchemas {
  /**
   * Classes with `@ConfigSchema` and what `standardSchema()` made. Each can be injected everywhere, by its class or its
   * token, as a frozen snapshot of the boot. At least one, here or in a `forFeature()`.
   */
  readonly schemas: readonly ConfigurationSchema[];
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
    // Of the configuration feature modules take their own part.
    exports: [ConfigValidatorService, LiveConfiguration, CHECKED_CONFIGURATION, ...schemas.map(tokenOf)],
  }))
  .build();
