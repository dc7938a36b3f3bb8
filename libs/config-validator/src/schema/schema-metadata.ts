import 'reflect-metadata';
import type { VariableKind } from '../coercion/coerce.policy.js';

/** A class that `@ConfigSchema` describes; it is made without arguments. */
export type SchemaClass<Schema extends object = object> = new () => Schema;

/** What `@Env` says about one property. */
export interface EnvVariable {
  /** Property of the schema class. */
  readonly property: string;
  /** Name of the environment variable. */
  readonly name: string;
  /** Undefined: the property's type did not say it. */
  readonly kind: VariableKind | undefined;
  /** What the variable is for, shown in the action of a finding. */
  readonly description: string | undefined;
  /** True: no white space, line break or quote is removed. */
  readonly verbatim: boolean;
}

// Kept on the class itself, so that nothing is shared between schemas or applications.
const TITLE = Symbol('hydrogenai:config:title');
const VARIABLES = Symbol('hydrogenai:config:variables');
const SENSITIVE = Symbol('hydrogenai:config:sensitive');

export function setTitle(schema: object, title: string): void {
  Reflect.defineMetadata(TITLE, title, schema);
}

/** The title of the class itself or of the class that it extends. */
export function titleOf(schema: object): string | undefined {
  const title: unknown = Reflect.getMetadata(TITLE, schema);
  return typeof title === 'string' ? title : undefined;
}

export function addVariable(schema: object, variable: EnvVariable): void {
  Reflect.defineMetadata(VARIABLES, [...ownVariables(schema), variable], schema);
}

export function ownVariables(schema: object): readonly EnvVariable[] {
  // Only `addVariable` writes this key.
  return (Reflect.getOwnMetadata(VARIABLES, schema) as readonly EnvVariable[] | undefined) ?? [];
}

export function addSensitive(schema: object, property: string): void {
  Reflect.defineMetadata(SENSITIVE, [...ownSensitive(schema), property], schema);
}

export function ownSensitive(schema: object): readonly string[] {
  // Only `addSensitive` writes this key.
  return (Reflect.getOwnMetadata(SENSITIVE, schema) as readonly string[] | undefined) ?? [];
}
