import type { VariableKind } from '../coercion/coerce.policy.js';
import type { JsonSchema } from './json-schema.js';

/** What a kind accepts. A duration and a size are numbers or texts with a unit. */
export function kindSchema(kind: VariableKind): JsonSchema {
  switch (kind) {
    case 'string':
    case 'secret':
      return { type: 'string' };
    case 'url':
      return { type: 'string', format: 'uri' };
    case 'boolean':
    case 'integer':
    case 'number':
      return { type: kind };
    case 'list':
      return { type: 'array', items: { type: 'string' } };
    case 'duration':
      return { type: ['integer', 'string'], pattern: '^\\d{1,15}(ms|s|m|h|d)?$' };
    case 'bytes':
      return { type: ['integer', 'string'], pattern: '^\\d{1,15}\\s?(B|[KkMGT]B|[KMGT]iB)?$' };
    default:
      return kind satisfies never;
  }
}

/** The kind for people. */
export function kindText(kind: VariableKind): string {
  switch (kind) {
    case 'string':
      return 'text';
    case 'secret':
      return 'secret text';
    case 'url':
      return 'URL';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return 'whole number';
    case 'number':
      return 'number';
    case 'list':
      return 'list, separated by commas';
    case 'duration':
      return 'duration, such as 30s or 5m, or ms';
    case 'bytes':
      return 'size, such as 64MiB, or bytes';
    default:
      return kind satisfies never;
  }
}
