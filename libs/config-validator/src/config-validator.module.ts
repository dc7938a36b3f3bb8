import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigurableConfigValidatorModule } from './config-validator.module-definition.js';
import { FEATURE_SCHEMAS } from './config-validator.tokens.js';
import { FeatureSchemas } from './features/feature-schemas.js';
import { schemaProvider, tokenOf } from './features/schema-providers.js';
import { describeSchemas } from './schema/describe-schema.js';
import type { ConfigurationSchema } from './schema/schema-description.js';

/**
 * Checks the environment before the application starts, and hands out the typed configuration. Import it once, with
 * `forRoot({ schemas, ... })` or `forRootAsync({ schemas, useFactory, ... })`; it is global.
 * @throws InvalidOptionError from both when a class is not a schema; ConfigurationError from `NestFactory.create()` when
 * the configuration is refused.
 */
@Module({})
export class ConfigValidatorModule extends ConfigurableConfigValidatorModule {
  /**
   * The schemas of a feature module, to inject there. They are part of the application's one check and report; the root
   * module need not know them.
   * @throws InvalidOptionError when a class is not a schema, or the list is empty.
   */
  static forFeature(schemas: readonly ConfigurationSchema[]): DynamicModule {
    const feature = new FeatureSchemas(describeSchemas(schemas));
    return {
      module: ConfigValidatorModule,
      providers: [{ provide: FEATURE_SCHEMAS, useValue: feature }, ...schemas.map(schemaProvider)],
      exports: schemas.map(tokenOf),
    };
  }
}
