import type { JsonSchema } from './json-schema.js';

/** Keywords that say nothing about a value but its type, length and range. */
const SAFE: ReadonlySet<string> = new Set([
  'type',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
]);

/** What may be said about the values of a secret: a pattern or a list of values may say too much. */
export function withoutSecrets(schema: JsonSchema): JsonSchema {
  const safe = Object.entries(schema).filter(([keyword]) => SAFE.has(keyword));
  return { ...Object.fromEntries(safe), writeOnly: true };
}
