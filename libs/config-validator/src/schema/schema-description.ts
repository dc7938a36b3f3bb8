import type { VariableKind } from '../coercion/coerce.policy.js';
import type { EnvVariable, SchemaClass } from './schema-metadata.js';
import type { StandardConfigSchema } from './standard-schema.js';
import type { VariableFacets } from './variable-facet.js';

/** What the option `schemas` takes: a class with `@ConfigSchema`, or what `standardSchema()` made. */
export type ConfigurationSchema = SchemaClass | StandardConfigSchema;

/** What a schema's values are injected by. */
export type SchemaToken = SchemaClass | symbol;

export interface DescribedVariable extends EnvVariable, VariableFacets {
  readonly kind: VariableKind;
}

interface Described {
  readonly token: SchemaToken;
  readonly title: string;
  /** The beginning of the names that belong to this schema alone. */
  readonly prefix: string | undefined;
  readonly variables: readonly DescribedVariable[];
}

export interface ClassDescription extends Described {
  readonly kind: 'class';
  readonly schema: SchemaClass;
}

export interface StandardDescription extends Described {
  readonly kind: 'standard';
  readonly schema: StandardConfigSchema;
}

export type SchemaDescription = ClassDescription | StandardDescription;
