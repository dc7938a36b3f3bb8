import type { FactoryProvider, Provider } from '@nestjs/common';
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
} from './config-validator.tokens.js';
import { describeSchemas, type SchemaDescription } from './schema/describe-schema.js';
import type { SchemaClass } from './schema/schema-metadata.js';
import type { CheckedConfiguration } from './validation/check-configuration.js';
import { bootConfiguration } from './validation/load-configuration.js';

/**
 * The providers of the module for these schemas. Nest awaits the check before it makes anything that injects a schema,
 * and before it listens.
 * @throws InvalidOptionError when a class is not a schema.
 */
export function configValidatorProviders(schemas: readonly SchemaClass[]): Provider[] {
  return [
    { provide: CONFIG_SCHEMAS, useValue: describeSchemas(schemas) },
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
    ConfigValidatorService,
    ...schemas.map(instanceProvider),
  ];
}

function instanceProvider(schema: SchemaClass): FactoryProvider {
  return {
    provide: schema,
    inject: [CHECKED_CONFIGURATION],
    useFactory: ({ instances }: CheckedConfiguration) => instances.get(schema),
  };
}
