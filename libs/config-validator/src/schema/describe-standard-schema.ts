import { InvalidOptionError } from '@hydrogenai/common';
import type { VariableKind } from '../coercion/coerce.policy.js';
import type { DescribedVariable, StandardDescription } from './schema-description.js';
import type { StandardConfigSchema, StandardVariable } from './standard-schema.js';
import { gatherFacets } from './variable-facet.js';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Reads which variables a Standard Schema is about.
 * @throws InvalidOptionError when neither the library nor the option `variables` names one.
 */
export function describeStandardSchema(schema: StandardConfigSchema): StandardDescription {
  const { title, prefix, token, variables = {} } = schema;
  const properties = propertiesOf(schema);
  const names = [...new Set([...Object.keys(properties), ...Object.keys(variables)])];
  if (names.length === 0) {
    throw new InvalidOptionError({
      field: `standardSchema "${title}", "variables"`,
      accepted: 'the names of the variables, because the schema does not tell them',
      received: undefined,
    });
  }
  const described = names.map((name) =>
    describeVariable(name, variables[name] ?? {}, properties[name] ?? {}),
  );
  return { kind: 'standard', schema, token, title, prefix, variables: described };
}

/** The JSON Schema of what the schema takes; `undefined` when its library does not write one, or not for this schema. */
export function jsonSchemaOf({ schema }: StandardConfigSchema): JsonSchema | undefined {
  try {
    return schema['~standard'].jsonSchema?.input({ target: 'draft-2020-12' });
  } catch {
    // Standard JSON Schema says that a library throws for what JSON Schema cannot express.
    return undefined;
  }
}

function propertiesOf(schema: StandardConfigSchema): Readonly<Record<string, JsonSchema>> {
  const properties = jsonSchemaOf(schema)?.['properties'];
  if (typeof properties !== 'object' || properties === null) return {};
  // JSON Schema 2020-12, 10.3.2.1: the values of `properties` are schemas.
  return properties as Readonly<Record<string, JsonSchema>>;
}

function describeVariable(name: string, options: StandardVariable, property: JsonSchema): DescribedVariable {
  const kind = options.as ?? kindOf(property['type']);
  const description = options.description ?? property['description'];
  const { sensitive = true, apiKey, connectionString, advice = [], probes = [], settings = [] } = options;
  return {
    ...gatherFacets(
      [
        ...(apiKey === undefined ? [] : [{ kind: 'api-key' as const, provider: apiKey }]),
        ...(connectionString === undefined
          ? []
          : [{ kind: 'connection-string' as const, form: connectionString }]),
        ...advice.map((advise) => ({ kind: 'advice' as const, advise })),
        ...probes.map((probe) => ({ kind: 'probe' as const, probe })),
        ...settings.map((setting) => ({ kind: 'setting' as const, setting })),
      ],
      sensitive || kind === 'secret',
    ),
    name,
    property: name,
    kind,
    description: typeof description === 'string' ? description : undefined,
    verbatim: options.verbatim ?? false,
  };
}

const KINDS: Readonly<Record<string, VariableKind>> = {
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
};

function kindOf(type: unknown): VariableKind {
  return typeof type === 'string' && Object.hasOwn(KINDS, type) ? (KINDS[type] ?? 'string') : 'string';
}
