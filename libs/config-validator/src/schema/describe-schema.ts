import { InvalidOptionError } from '@hydrogenai/common';
import { VARIABLE_KINDS, type VariableKind } from '../coercion/coerce.policy.js';
import { kindOfDefault } from './design-type.policy.js';
import { describeStandardSchema } from './describe-standard-schema.js';
import type { ClassDescription, ConfigurationSchema, SchemaDescription } from './schema-description.js';
import { headOf, ownFacets, ownVariables, type EnvVariable, type SchemaClass } from './schema-metadata.js';
import { isStandardConfigSchema } from './standard-schema.js';
import { gatherFacets } from './variable-facet.js';

/**
 * Reads what the decorators said about a class and the classes that it extends.
 * @throws InvalidOptionError for a class without `@ConfigSchema`, and for a variable whose kind nothing says.
 */
export function describeSchema(schema: SchemaClass, field = 'schemas'): ClassDescription {
  const head = typeof schema === 'function' ? headOf(schema) : undefined;
  if (head === undefined) {
    const accepted = 'a class with @ConfigSchema, or what standardSchema() made';
    throw new InvalidOptionError({ field, accepted, received: schema });
  }
  const lineage = lineageOf(schema);
  const facets = lineage.flatMap((one) => ownFacets(one));
  const byProperty = new Map(
    lineage.flatMap((one) => ownVariables(one)).map((variable) => [variable.property, variable]),
  );
  const defaults = new schema();
  const variables = [...byProperty.values()].map((variable) => {
    const kind = variable.kind ?? kindFromDefault(schema, defaults, variable);
    const own = facets.filter(({ property }) => property === variable.property);
    return {
      ...variable,
      kind,
      ...gatherFacets(
        own.map(({ facet }) => facet),
        kind === 'secret',
      ),
    };
  });
  return { kind: 'class', schema, token: schema, ...head, variables };
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

/** Describes every schema of an option; one that is named twice once. */
export function describeSchemas(
  schemas: readonly ConfigurationSchema[],
  field = 'schemas',
): readonly SchemaDescription[] {
  if (!Array.isArray(schemas) || schemas.length === 0) {
    throw new InvalidOptionError({ field, accepted: 'a list of at least one schema', received: schemas });
  }
  return [...new Set(schemas)].map((schema, index) =>
    isStandardConfigSchema(schema)
      ? describeStandardSchema(schema)
      : describeSchema(schema, `${field}[${index}]`),
  );
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
