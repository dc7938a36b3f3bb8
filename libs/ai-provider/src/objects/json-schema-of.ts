import type { JSONSchema7 } from '@ai-sdk/provider';
import { asSchema, type FlexibleSchema } from '@ai-sdk/provider-utils';
import { InvalidOptionError } from '@hydrogenai/common';

/** A schema as JSON Schema, which is what providers take. @throws InvalidOptionError when it cannot describe itself. */
export async function jsonSchemaOf(
  schema: FlexibleSchema | JSONSchema7,
  field: string,
): Promise<JSONSchema7> {
  if (schema === null || (typeof schema !== 'object' && typeof schema !== 'function')) {
    throw notASchema(field, schema);
  }
  if (isPlainJsonSchema(schema)) return schema;
  try {
    const described: unknown = await asSchema(schema).jsonSchema;
    if (typeof described === 'object' && described !== null) return described;
  } catch {
    // Its message may quote the schema; what to do about it is said below.
  }
  throw notASchema(field, schema);
}

/** Neither a Standard Schema nor one of the AI SDK, which all carry a method or a symbol. */
export function isPlainJsonSchema(schema: FlexibleSchema | JSONSchema7): schema is JSONSchema7 {
  return (
    typeof schema === 'object' &&
    !('~standard' in schema) &&
    Object.getOwnPropertySymbols(schema).length === 0
  );
}

function notASchema(field: string, received: unknown): InvalidOptionError {
  return new InvalidOptionError({
    field,
    accepted:
      'a schema that can describe itself as JSON Schema (zod 4, ArkType, Valibot with its converter, jsonSchema())',
    received,
  });
}
