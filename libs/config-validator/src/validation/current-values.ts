import type { FindingSource } from '../findings/finding.js';
import type { DescribedVariable, SchemaDescription } from '../schema/schema-description.js';
import type { CheckedConfiguration } from './check-configuration.js';

/** A variable with what its schema made of it, the default included. */
export interface CurrentValue {
  readonly variable: DescribedVariable;
  /** It may be a secret. */
  readonly value: unknown;
  /** Undefined when the default applies. */
  readonly source: FindingSource | undefined;
}

/** Every variable that has a value. */
export function currentValues(
  schemas: readonly SchemaDescription[],
  { instances, variables: read }: CheckedConfiguration,
): readonly CurrentValue[] {
  const sources = new Map(read.map(({ variable, source }) => [variable, source]));
  return schemas.flatMap(({ token, variables }) => {
    const instance = instances.get(token);
    if (typeof instance !== 'object' || instance === null) return [];
    return variables.flatMap((variable) => {
      const value: unknown = Reflect.get(instance, variable.property);
      return value === undefined || value === null
        ? []
        : [{ variable, value, source: sources.get(variable) }];
    });
  });
}
