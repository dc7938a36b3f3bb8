import { applyExceptions, type FindingException } from '../findings/exceptions.policy.js';
import { finding, type Finding } from '../findings/finding.js';
import { summarize } from '../findings/summarize.policy.js';
import type { ValidationResult } from '../findings/validation-result.js';
import type { SchemaDescription } from '../schema/describe-schema.js';
import type { SchemaClass } from '../schema/schema-metadata.js';
import type { EnvLayer } from '../sources/env-layer.js';
import { findMisspelt } from '../sources/misspelt.policy.js';
import { checkSchema } from './check-schema.js';

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
  readonly instances: ReadonlyMap<SchemaClass, object>;
}

/** The whole check, without input or output. */
export function checkConfiguration(input: ConfigurationInput): CheckedConfiguration {
  const checked = input.schemas.map((schema) => ({ schema, ...checkSchema(schema, input.layers) }));
  const findings = [
    ...(input.findings ?? []),
    ...checked.flatMap((one) => one.findings),
    ...misspelt(
      input,
      checked.flatMap(({ missing }) => missing),
    ),
  ];
  return {
    result: summarize(applyExceptions(findings, input.ignore, input.today)),
    instances: new Map(checked.map(({ schema, instance }) => [schema.schema, instance])),
  };
}

function misspelt({ schemas, layers }: ConfigurationInput, missing: readonly string[]): readonly Finding[] {
  const known = new Set(schemas.flatMap(({ variables }) => variables.map(({ name }) => name)));
  return layers.flatMap(({ source, values }) =>
    findMisspelt(Object.keys(values), missing, known).map(({ found, meant }) =>
      finding('CFG-ENV-008', {
        subject: found,
        problem: `No schema knows it, and ${meant} is not set. Did you mean ${meant}?`,
        action: `Rename it to ${meant}, or except it in the option "ignore".`,
        source,
      }),
    ),
  );
}
