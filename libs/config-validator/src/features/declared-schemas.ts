import type { ConfigurationSchema } from '../schema/schema-description.js';

/** The same for every copy of this package. */
const COMPLETE = Symbol.for('@hydrogenai/config-validator:complete-list');

/** A copy of the list that says of itself that an application has no other schema. */
export function completeList(schemas: readonly ConfigurationSchema[]): readonly ConfigurationSchema[] {
  return Object.freeze(Object.defineProperty([...schemas], COMPLETE, { value: true }));
}

export function isCompleteList(schemas: readonly ConfigurationSchema[]): boolean {
  return COMPLETE in schemas;
}
