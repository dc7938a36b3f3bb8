import type { VariableKind } from '../coercion/coerce.policy.js';
import { PropertyRules } from '../rules/rule-check.js';
import { jsonSchemaOf } from '../schema/describe-standard-schema.js';
import { describeSchemas } from '../schema/describe-schema.js';
import type {
  ClassDescription,
  ConfigurationSchema,
  DescribedVariable,
  SchemaDescription,
  StandardDescription,
} from '../schema/schema-description.js';
import type { JsonSchema } from './json-schema.js';
import { kindSchema } from './kind-schema.policy.js';
import { ruleSchema } from './rule-schema.policy.js';
import { withoutSecrets } from './without-secrets.policy.js';

/** What the schemas say about their variables, whatever the environment holds. */
export interface ConfigurationDocument {
  readonly groups: readonly DocumentedGroup[];
}

export interface DocumentedGroup {
  readonly title: string;
  readonly variables: readonly DocumentedVariable[];
}

export interface DocumentedVariable {
  readonly name: string;
  readonly kind: VariableKind;
  readonly description: string | undefined;
  /** True: there is no default, and no condition lets it go. */
  readonly required: boolean;
  readonly sensitive: boolean;
  /** As it would stand in the environment; undefined when there is none, or it is sensitive. */
  readonly defaultText: string | undefined;
  /** What is accepted. Of sensitive variables only lengths and bounds. */
  readonly schema: JsonSchema;
}

/**
 * Reads schemas for people and editors.
 * @throws InvalidOptionError when the list is empty, or a class is not a schema.
 */
export function documentSchemas(schemas: readonly ConfigurationSchema[]): ConfigurationDocument {
  return documentDescriptions(describeSchemas(schemas));
}

export function documentDescriptions(schemas: readonly SchemaDescription[]): ConfigurationDocument {
  return {
    groups: schemas.map((one) => ({
      title: one.title,
      variables: one.kind === 'class' ? ofClass(one) : ofStandard(one),
    })),
  };
}

function ofClass({ schema, variables }: ClassDescription): readonly DocumentedVariable[] {
  const defaults = new schema();
  const rulesOf = PropertyRules.of(schema);
  return variables.map((variable) => {
    const rules = rulesOf(variable.property);
    const value: unknown = Reflect.get(defaults, variable.property) ?? undefined;
    const { type, ...others } = ruleSchema(rules.demands);
    // A whole number is written as one; a duration or a size still has its other form.
    const demands = variable.kind === 'number' && type !== undefined ? { ...others, type } : others;
    return documented(variable, demands, value, value === undefined && !rules.isConditional);
  });
}

function ofStandard({ schema, variables }: StandardDescription): readonly DocumentedVariable[] {
  const { properties, required } = jsonSchemaOf(schema) ?? {};
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  return variables.map((variable) => {
    const property: unknown =
      typeof properties === 'object' && properties !== null
        ? Reflect.get(properties, variable.name)
        : undefined;
    const own = typeof property === 'object' && property !== null ? property : {};
    const { default: value, ...rest } = own as JsonSchema; // JSON Schema 2020-12, 10.3.2.1
    return documented(variable, rest, value, names.includes(variable.name));
  });
}

function documented(
  { name, kind, description, sensitive }: DescribedVariable,
  demands: JsonSchema,
  value: unknown,
  required: boolean,
): DocumentedVariable {
  const accepted = { ...kindSchema(kind), ...demands };
  return {
    name,
    kind,
    description,
    required,
    sensitive,
    defaultText: sensitive ? undefined : defaultText(value),
    schema: sensitive ? withoutSecrets(accepted) : { ...accepted, ...defaultSchema(value) },
  };
}

/** How the default would be written into the environment. */
export function defaultText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}

function defaultSchema(value: unknown): JsonSchema {
  if (value === undefined || value === null) return {};
  return { default: value instanceof URL ? value.href : value };
}
