import type { Finding } from '../findings/finding.js';
import type { SchemaDescription } from '../schema/describe-schema.js';
import type { EnvLayer } from '../sources/env-layer.js';
import { VariableCheck } from './check-variable.js';

export interface CheckedSchema {
  /** Frozen. A value that could not be read is the default, or undefined. */
  readonly instance: object;
  readonly findings: readonly Finding[];
  /** Names without a value in the environment. */
  readonly missing: readonly string[];
}

/** Fills an instance of the schema and judges every variable; it stops at none. */
export function checkSchema(
  { schema, title, variables }: SchemaDescription,
  layers: readonly EnvLayer[],
): CheckedSchema {
  const instance = new schema();
  const checks = variables.map((variable) => new VariableCheck(variable, schema, title, instance, layers));
  const findings = checks.flatMap((check) => check.report());
  for (const { property, sensitive } of variables) {
    const value: unknown = Reflect.get(instance, property);
    if (Array.isArray(value)) Object.freeze(value);
    if (sensitive) Object.defineProperty(instance, property, { value, enumerable: false });
  }
  return {
    instance: Object.freeze(instance),
    findings,
    missing: checks.filter(({ isMissing }) => isMissing).map(({ variable }) => variable.name),
  };
}
