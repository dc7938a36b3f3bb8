import { applyExceptions, type FindingException } from '../findings/exceptions.policy.js';
import type { Finding } from '../findings/finding.js';
import { summarize } from '../findings/summarize.policy.js';
import type { ValidationResult } from '../findings/validation-result.js';
import type { SchemaDescription, SchemaToken } from '../schema/schema-description.js';
import type { EnvLayer } from '../sources/env-layer.js';
import { unknownVariables } from '../sources/unknown-variables.policy.js';
import { checkClassSchema } from './check-class-schema.js';
import { checkStandardSchema } from './check-standard-schema.js';
import type { CheckedSchema } from './checked-schema.js';
import type { ReadVariable } from './read-variable.js';

export interface ConfigurationInput {
  readonly schemas: readonly SchemaDescription[];
  /** The first has precedence. */
  readonly layers: readonly EnvLayer[];
  /** What reading the layers already found. */
  readonly findings?: readonly Finding[];
  readonly ignore: readonly FindingException[];
  /** The day in UTC, `YYYY-MM-DD`. */
  readonly today: string;
}

export interface CheckedConfiguration {
  readonly result: ValidationResult;
  /** What is injected, by its token. */
  readonly instances: ReadonlyMap<SchemaToken, unknown>;
  /** Every variable of every schema, in their order. */
  readonly variables: readonly ReadVariable[];
}

/** The whole check, without input or output. */
export function checkConfiguration(input: ConfigurationInput): CheckedConfiguration {
  const { schemas, layers } = input;
  const checked = schemas.map((schema) => ({ token: schema.token, ...checkSchema(schema, layers) }));
  const variables = checked.flatMap((one) => one.variables);
  const names = {
    known: new Set(variables.map(({ variable }) => variable.name)),
    missing: variables.filter(({ isMissing }) => isMissing).map(({ variable }) => variable.name),
    prefixes: schemas.flatMap(({ prefix }) => (prefix === undefined ? [] : [prefix])),
  };
  const findings = [
    ...(input.findings ?? []),
    ...checked.flatMap((one) => one.findings),
    ...layers.flatMap((layer) => unknownVariables(layer, names)),
  ];
  return {
    result: summarize(applyExceptions(findings, input.ignore, input.today)),
    instances: new Map(checked.map(({ token, instance }) => [token, instance])),
    variables,
  };
}

function checkSchema(schema: SchemaDescription, layers: readonly EnvLayer[]): CheckedSchema {
  switch (schema.kind) {
    case 'class':
      return checkClassSchema(schema, layers);
    case 'standard':
      return checkStandardSchema(schema, layers);
    default:
      return schema satisfies never;
  }
}
