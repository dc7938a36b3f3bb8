import type { Provider } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { CLOCK, systemClock, type Clock } from '@hydrogenai/common';
import {
  resolveConfigValidatorOptions,
  type ConfigValidatorOptions,
  type ResolvedConfigValidatorOptions,
} from './config-validator.options.js';
import { ConfigValidatorService } from './config-validator.service.js';
import {
  CHECKED_CONFIGURATION,
  CONFIG_SCHEMAS,
  CONFIG_VALIDATOR_OPTIONS,
  RESOLVED_CONFIG_OPTIONS,
  ROOT_SCHEMAS,
} from './config-validator.tokens.js';
import { collectSchemas, type RootSchemas } from './features/collect-schemas.js';
import { isCompleteList } from './features/declared-schemas.js';
import { schemaProvider } from './features/schema-providers.js';
import { LiveConfiguration } from './live/live-configuration.js';
import { describeSchemas } from './schema/describe-schema.js';
import type { ConfigurationSchema, SchemaDescription } from './schema/schema-description.js';
import { bootConfiguration } from './validation/boot-configuration.js';

/**
 * The providers of the module for these schemas. Nest awaits the check before it makes anything that injects a schema,
 * and before it listens.
 * @throws InvalidOptionError when a class is not a schema.
 */
export function configValidatorProviders(schemas: readonly ConfigurationSchema[]): Provider[] {
  // All of them may be in features.
  const described = schemas.length === 0 ? [] : describeSchemas(schemas);
  const root: RootSchemas = { described, isComplete: isCompleteList(schemas) };
  return [
    { provide: ROOT_SCHEMAS, useValue: root },
    { provide: CONFIG_SCHEMAS, inject: [ROOT_SCHEMAS, ModulesContainer], useFactory: collectSchemas },
    {
      provide: RESOLVED_CONFIG_OPTIONS,
      inject: [CONFIG_VALIDATOR_OPTIONS],
      useFactory: (options: ConfigValidatorOptions) => resolveConfigValidatorOptions(options),
    },
    {
      provide: CHECKED_CONFIGURATION,
      inject: [CONFIG_SCHEMAS, RESOLVED_CONFIG_OPTIONS, { token: CLOCK, optional: true }],
      useFactory: (
        described: readonly SchemaDescription[],
        options: ResolvedConfigValidatorOptions,
        clock: Clock = systemClock,
      ) => bootConfiguration(described, options, clock),
    },
    LiveConfiguration,
    ConfigValidatorService,
    ...schemas.map(schemaProvider),
  ];
}
