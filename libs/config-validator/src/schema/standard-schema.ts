import { InvalidOptionError } from '@hydrogenai/common';
import type { Advise } from '../advice/advise.js';
import type { VariableKind } from '../coercion/coerce.policy.js';
import type { ConnectionStringForm } from '../connection/connection-string.policy.js';
import type { ApiKeyProvider } from '../keys/api-key-provider.js';
import type { TaggedSetting } from '../performance/tagged-setting.js';
import type { Probe } from '../probes/probe.port.js';
import { isPrefix } from './prefix.policy.js';

/** What we use of https://standardschema.dev version 1; Zod, Valibot, ArkType and others speak it. */
export interface StandardSchemaV1<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => StandardSchemaResult<Output> | Promise<StandardSchemaResult<Output>>;
    /** The Standard JSON Schema extension, where a library has it (Zod 4.2 and later). */
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: 'draft-2020-12' }) => Readonly<Record<string, unknown>>;
    };
  };
}

export type StandardSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardSchemaIssue[] };

export interface StandardSchemaIssue {
  /** It may quote the value, and is never shown. */
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a Standard Schema cannot say about a variable. */
export interface StandardVariable {
  /** How the text is read before the schema gets it. Default: the type in the JSON Schema, else the text as it is. */
  readonly as?: VariableKind;
  /** False: the value may be shown by `describeConfiguration`. Default: true, because no schema says what is secret. */
  readonly sensitive?: boolean;
  /** What the variable is for, one line. */
  readonly description?: string;
  /** True: nothing is trimmed and no quotes are removed. Default: false. */
  readonly verbatim?: boolean;
  /** Like `@ApiKey`. */
  readonly apiKey?: ApiKeyProvider;
  /** Like `@ConnectionString`. */
  readonly connectionString?: ConnectionStringForm;
  /** Like `@Advice`. */
  readonly advice?: readonly Advise[];
  /** Like `@Probe`. */
  readonly probes?: readonly Probe[];
  /** Like `@Setting`. */
  readonly settings?: readonly TaggedSetting[];
}

export interface StandardSchemaOptions<Output> {
  /** What this group of variables is about, for people. */
  readonly title: string;
  /** Validates an object of variables by name, synchronously. */
  readonly schema: StandardSchemaV1<Output>;
  /**
   * More about variables, by name. Needed for each variable when the library does not tell the names (as a JSON Schema);
   * else for some.
   */
  readonly variables?: Readonly<Record<string, StandardVariable>>;
  /** The beginning of the names that belong to this schema alone, as in `@ConfigSchema`. */
  readonly prefix?: string;
}

/** A Standard Schema as a schema of environment variables. */
export interface StandardConfigSchema<Output = unknown> extends StandardSchemaOptions<Output> {
  /** Injects what the schema made of the variables, frozen: `@Inject(storage.token)`. */
  readonly token: symbol;
}

/**
 * Makes a Standard Schema a schema of environment variables, to stand beside classes in `schemas`.
 * @throws InvalidOptionError for an empty title, a bad prefix, or a schema that is none.
 */
export function standardSchema<Output>(options: StandardSchemaOptions<Output>): StandardConfigSchema<Output> {
  const { title, schema, prefix } = options;
  const refuse = (field: string, accepted: string, received: unknown): never => {
    throw new InvalidOptionError({ field: `standardSchema, "${field}"`, accepted, received });
  };
  if (typeof title !== 'string' || title.trim() === '') refuse('title', 'a title that is not empty', title);
  if (prefix !== undefined && !isPrefix(prefix))
    refuse('prefix', 'a prefix of letters, digits and _', prefix);
  if (typeof schema?.['~standard']?.validate !== 'function') {
    refuse('schema', 'a Standard Schema, for example z.object({ ... })', schema);
  }
  return { ...options, title: title.trim(), token: Symbol(`@hydrogenai/config-validator:${title.trim()}`) };
}

export function isStandardConfigSchema(schema: unknown): schema is StandardConfigSchema {
  return typeof schema === 'object' && schema !== null && 'token' in schema && 'schema' in schema;
}
