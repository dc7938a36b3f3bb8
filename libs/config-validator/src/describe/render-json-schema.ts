import type { ConfigurationDocument } from './document-schemas.js';
import type { JsonSchema } from './json-schema.js';

/** The variables as one JSON Schema of draft 2020-12. Other variables are allowed, as every environment has them. */
export function renderJsonSchema({ groups }: ConfigurationDocument): JsonSchema {
  const variables = groups.flatMap(({ title, variables }) => variables.map((one) => ({ title, ...one })));
  const properties = variables.map(({ title, name, description, schema }) => [
    name,
    { $comment: title, ...(description === undefined ? {} : { description }), ...schema },
  ]);
  const required = variables.filter(({ required }) => required).map(({ name }) => name);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Environment variables',
    type: 'object',
    // Of a variable in two schemas, the first describes it.
    properties: Object.fromEntries(properties.toReversed()),
    required: [...new Set(required)],
  };
}
