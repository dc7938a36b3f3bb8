import 'reflect-metadata';
import type { VariableKind } from '../coercion/coerce.policy.js';
import type { VariableFacet } from './variable-facet.js';

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

/** What `@ConfigSchema` says about the class. */
export interface SchemaHead {
  readonly title: string;
  /** The beginning of the names that belong to this schema alone. */
  readonly prefix: string | undefined;
}

/** What one decorator beside `@Env` says about a property. */
interface PropertyFacet {
  readonly property: string;
  readonly facet: VariableFacet;
}

// Kept on the class itself, so that nothing is shared between schemas or applications.
const HEAD = Symbol('hydrogenai:config:head');
const VARIABLES = Symbol('hydrogenai:config:variables');
const FACETS = Symbol('hydrogenai:config:facets');

export function setHead(schema: object, head: SchemaHead): void {
  Reflect.defineMetadata(HEAD, head, schema);
}

/** The head of the class itself or of the class that it extends. */
export function headOf(schema: object): SchemaHead | undefined {
  // Only `setHead` writes this key.
  return Reflect.getMetadata(HEAD, schema) as SchemaHead | undefined;
}

export function addVariable(schema: object, variable: EnvVariable): void {
  Reflect.defineMetadata(VARIABLES, [...ownVariables(schema), variable], schema);
}

export function ownVariables(schema: object): readonly EnvVariable[] {
  // Only `addVariable` writes this key.
  return (Reflect.getOwnMetadata(VARIABLES, schema) as readonly EnvVariable[] | undefined) ?? [];
}

export function addFacet(schema: object, property: string, facet: VariableFacet): void {
  // Decorators run from the last to the first; the list is in their written order.
  Reflect.defineMetadata(FACETS, [{ property, facet }, ...ownFacets(schema)], schema);
}

export function ownFacets(schema: object): readonly PropertyFacet[] {
  // Only `addFacet` writes this key.
  return (Reflect.getOwnMetadata(FACETS, schema) as readonly PropertyFacet[] | undefined) ?? [];
}
