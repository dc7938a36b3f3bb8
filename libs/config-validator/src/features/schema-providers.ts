import type { FactoryProvider, InjectionToken } from '@nestjs/common';
import { CHECKED_CONFIGURATION } from '../config-validator.tokens.js';
import type { ConfigurationSchema } from '../schema/schema-description.js';
import { isStandardConfigSchema } from '../schema/standard-schema.js';
import type { CheckedConfiguration } from '../validation/check-configuration.js';
import { UncheckedSchemaError } from './unchecked-schema.error.js';

/** What a schema is injected by: the class itself, or the token of a Standard Schema. */
export function tokenOf(schema: ConfigurationSchema) {
  return isStandardConfigSchema(schema) ? schema.token : schema;
}

/** Hands out what the boot check made of the schema. */
export function schemaProvider(schema: ConfigurationSchema): FactoryProvider {
  const token = tokenOf(schema);
  return {
    // Both kinds of token are injection tokens.
    provide: token satisfies InjectionToken,
    inject: [CHECKED_CONFIGURATION],
    useFactory: ({ instances }: CheckedConfiguration) => {
      if (!instances.has(token)) throw new UncheckedSchemaError(schemaName(schema));
      return instances.get(token);
    },
  };
}

function schemaName(schema: ConfigurationSchema): string {
  return isStandardConfigSchema(schema) ? `"${schema.title}"` : schema.name;
}
