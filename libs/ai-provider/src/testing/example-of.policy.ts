import { isObject, type JsonObject } from './wires/request-fields.js';

/** Schemas may refer to themselves; an example of one need not. */
const DEEPEST = 8;

/** A small value that fits a JSON Schema: constants and first choices, the least numbers and lengths, required fields only. */
export function exampleOf(schema: unknown, root: unknown = schema, depth = 0): unknown {
  if (!isObject(schema) || depth > DEEPEST) return null;
  if (typeof schema['$ref'] === 'string') return exampleOf(resolve(schema['$ref'], root), root, depth + 1);
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  const choices = list(schema['enum']);
  if (choices.length > 0) return choices[0];
  const variants = [...list(schema['anyOf']), ...list(schema['oneOf'])];
  if (variants.length > 0) return exampleOf(variants[0], root, depth + 1);
  const types = Array.isArray(schema['type']) ? list(schema['type']) : [schema['type']];
  switch (types[0]) {
    case 'object':
      return objectExample(schema, root, depth);
    case 'array':
      return Array.from({ length: number(schema['minItems']) ?? 1 }, () =>
        exampleOf(schema['items'], root, depth + 1),
      );
    case 'string':
      return stringExample(schema);
    case 'integer':
    case 'number':
      return number(schema['minimum']) ?? (number(schema['exclusiveMinimum']) ?? -1) + 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function objectExample(schema: JsonObject, root: unknown, depth: number): Record<string, unknown> {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = list(schema['required']);
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.includes(name))
      .map(([name, property]) => [name, exampleOf(property, root, depth + 1)]),
  );
}

const EXAMPLE_BY_FORMAT: ReadonlyMap<unknown, string> = new Map([
  ['date-time', '2026-01-01T00:00:00Z'],
  ['date', '2026-01-01'],
  ['email', 'someone@example.com'],
  ['uri', 'https://example.com/'],
  ['uuid', '00000000-0000-4000-8000-000000000000'],
]);

function stringExample(schema: JsonObject): string {
  const text = EXAMPLE_BY_FORMAT.get(schema['format']) ?? 'example';
  return text.padEnd(number(schema['minLength']) ?? 0, '.').slice(0, number(schema['maxLength']));
}

function resolve(reference: string, root: unknown): unknown {
  let node = root;
  for (const name of reference.split('/').slice(1)) node = isObject(node) ? node[name] : undefined;
  return node;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
