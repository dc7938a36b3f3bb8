import { InvalidOptionError } from '@hydrogenai/common';
import {
  ownSensitive,
  ownVariables,
  titleOf,
  type EnvVariable,
  type SchemaClass,
} from './schema-metadata.js';

export interface DescribedVariable extends EnvVariable {
  /** True: nothing about the value is shown, and the property is not enumerable. */
  readonly sensitive: boolean;
}

export interface SchemaDescription {
  readonly schema: SchemaClass;
  readonly title: string;
  /** Those of the extended classes first. */
  readonly variables: readonly DescribedVariable[];
}

/**
 * Reads what the decorators said about a class and the classes that it extends.
 * @throws InvalidOptionError for a class without `@ConfigSchema`.
 */
export function describeSchema(schema: SchemaClass, field = 'schemas'): SchemaDescription {
  const title = typeof schema === 'function' ? titleOf(schema) : undefined;
  if (title === undefined) {
    throw new InvalidOptionError({ field, accepted: 'a class with @ConfigSchema', received: schema });
  }
  const lineage = lineageOf(schema);
  const sensitive = new Set(lineage.flatMap((one) => ownSensitive(one)));
  const byProperty = new Map(
    lineage.flatMap((one) => ownVariables(one)).map((variable) => [variable.property, variable]),
  );
  const variables = [...byProperty.values()].map((variable) => ({
    ...variable,
    sensitive: sensitive.has(variable.property),
  }));
  return { schema, title, variables };
}

/** Describes every schema of an option. */
export function describeSchemas(schemas: readonly SchemaClass[]): readonly SchemaDescription[] {
  if (!Array.isArray(schemas) || schemas.length === 0) {
    throw new InvalidOptionError({
      field: 'schemas',
      accepted: 'a list of at least one class with @ConfigSchema',
      received: schemas,
    });
  }
  return schemas.map((schema, index) => describeSchema(schema, `schemas[${index}]`));
}

/** The class and those that it extends, the eldest first. */
export function lineageOf(schema: object): readonly object[] {
  const lineage: object[] = [];
  for (let one: unknown = schema; typeof one === 'function' && one !== Function.prototype;) {
    lineage.unshift(one);
    one = Object.getPrototypeOf(one);
  }
  return lineage;
}
