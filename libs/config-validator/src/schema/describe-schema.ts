import { InvalidOptionError } from '@hydrogenai/common';
import { VARIABLE_KINDS, type VariableKind } from '../coercion/coerce.policy.js';
import { kindOfDefault } from './design-type.policy.js';
import {
  ownSensitive,
  ownVariables,
  titleOf,
  type EnvVariable,
  type SchemaClass,
} from './schema-metadata.js';

export interface DescribedVariable extends EnvVariable {
  readonly kind: VariableKind;
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
 * @throws InvalidOptionError for a class without `@ConfigSchema`, and for a variable whose kind nothing says.
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
  const defaults = new schema();
  const variables = [...byProperty.values()].map((variable) => ({
    ...variable,
    kind: variable.kind ?? kindFromDefault(schema, defaults, variable),
    sensitive: sensitive.has(variable.property),
  }));
  return { schema, title, variables };
}

/** TypeScript emits no type for `timeoutMs = 30_000`; its default says it. */
function kindFromDefault(schema: SchemaClass, defaults: object, { property }: EnvVariable): VariableKind {
  const kind = kindOfDefault(Reflect.get(defaults, property));
  if (kind !== undefined) return kind;
  throw new InvalidOptionError({
    field: `@Env of ${schema.name}.${property}, "as"`,
    accepted: `one of ${VARIABLE_KINDS.join(', ')}, because neither type nor initialiser of the property says it`,
    received: undefined,
  });
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
