import type { JSONSchema7 } from '@ai-sdk/provider';
import { asSchema, type FlexibleSchema } from '@ai-sdk/provider-utils';
import { InvalidOptionError } from '@hydrogenai/common';
import { isPlainJsonSchema, jsonSchemaOf } from './json-schema-of.js';
import type { ObjectIssue } from './object-issue.js';
import { pathText, schemaNames } from './schema-names.policy.js';

/** An issue with the validator's sentence, which may quote the answer: for the model that wrote it, and for nobody else. */
export interface ToldIssue {
  readonly issue: ObjectIssue;
  readonly sentence: string;
}

export type Judgement<Output> =
  | { readonly fits: true; readonly value: Output }
  | { readonly fits: false; readonly issues: readonly ToldIssue[] };

/** What an answer is asked to be, and how that is checked. */
export interface ObjectSchema<Output> {
  readonly jsonSchema: JSONSchema7;
  judge(value: unknown): Promise<Judgement<Output>>;
}

const MOST_ISSUES = 20;

/** @throws InvalidOptionError when the schema cannot describe itself, or cannot check anything. */
export async function readObjectSchema<Output>(
  schema: FlexibleSchema<Output>,
  field: string,
): Promise<ObjectSchema<Output>> {
  const jsonSchema = await jsonSchemaOf(schema, field);
  if (isPlainJsonSchema(schema)) {
    throw new InvalidOptionError({
      field,
      accepted:
        'a Standard Schema, or jsonSchema() of the AI SDK with validate; JSON Schema alone checks nothing',
      received: schema,
    });
  }
  const validate = validatorOf<Output>(schema);
  const names = schemaNames(jsonSchema);
  return {
    jsonSchema,
    async judge(value): Promise<Judgement<Output>> {
      const result = await validate(value);
      if (result.issues === undefined) return { fits: true, value: result.value };
      return { fits: false, issues: result.issues.slice(0, MOST_ISSUES).map((each) => toTold(each, names)) };
    },
  };
}

interface FoundIssue {
  readonly message: string;
  readonly path?: readonly unknown[] | undefined;
  readonly code?: unknown;
}

type Validated<Output> =
  { readonly issues?: undefined; readonly value: Output } | { readonly issues: readonly FoundIssue[] };

function validatorOf<Output>(
  schema: FlexibleSchema<Output>,
): (value: unknown) => Validated<Output> | PromiseLike<Validated<Output>> {
  if ('~standard' in schema) {
    const { validate } = schema['~standard'];
    // Zod's own type of the property says less than the standard that it implements (https://standardschema.dev).
    return (value) => validate(value) as Validated<Output> | PromiseLike<Validated<Output>>;
  }
  const { validate } = asSchema(schema);
  return async (value) => {
    // Without a validator of its own a schema of the AI SDK takes any JSON, as it does there.
    if (validate === undefined) return { value: value as Output };
    const result = await validate(value);
    return result.success ? { value: result.value } : { issues: [{ message: result.error.message }] };
  };
}

const CODE = /^[a-z][a-z_]{0,39}$/;

function toTold({ message, path = [], code }: FoundIssue, names: ReadonlySet<string>): ToldIssue {
  const keys = path.map((segment) => (isKeyed(segment) ? segment.key : segment));
  const known = typeof code === 'string' && CODE.test(code) ? { code } : {};
  return {
    issue: { path: pathText(keys, names), ...known },
    sentence: `${keys.map(String).join('.') || 'the answer'}: ${message}`,
  };
}

/** Path segments are keys, or objects with one. */
function isKeyed(segment: unknown): segment is { readonly key: unknown } {
  return typeof segment === 'object' && segment !== null && 'key' in segment;
}
