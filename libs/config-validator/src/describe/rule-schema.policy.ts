import type { RuleDemand } from '../rules/rule-check.js';
import type { JsonSchema } from './json-schema.js';

type Translation = (args: readonly unknown[]) => JsonSchema;

const numeric =
  (keyword: string): Translation =>
  ([bound]) =>
    typeof bound === 'number' ? { [keyword]: bound } : {};

const fixed = (schema: JsonSchema) => (): JsonSchema => schema;

const listed =
  (index: number): Translation =>
  (args) => {
    const values = args[index];
    return Array.isArray(values) ? { enum: values } : {};
  };

/** Rules of class-validator that JSON Schema can express; the others are left out of it. */
const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  min: numeric('minimum'),
  max: numeric('maximum'),
  isPositive: fixed({ exclusiveMinimum: 0 }),
  isNegative: fixed({ exclusiveMaximum: 0 }),
  isDivisibleBy: numeric('multipleOf'),
  isInt: fixed({ type: 'integer' }),
  minLength: numeric('minLength'),
  maxLength: numeric('maxLength'),
  isLength: ([least, most]) => ({ ...numeric('minLength')([least]), ...numeric('maxLength')([most]) }),
  isNotEmpty: fixed({ minLength: 1 }),
  isIn: listed(0),
  isEnum: listed(1),
  // Flags other than none have no counterpart.
  matches: ([pattern]) =>
    pattern instanceof RegExp && pattern.flags === '' ? { pattern: pattern.source } : {},
  isUrl: fixed({ format: 'uri' }),
  isEmail: fixed({ format: 'email' }),
  isUuid: fixed({ format: 'uuid' }),
  arrayNotEmpty: fixed({ minItems: 1 }),
  arrayMinSize: numeric('minItems'),
  arrayMaxSize: numeric('maxItems'),
  arrayUnique: fixed({ uniqueItems: true }),
};

/** What the rules demand, in the words of JSON Schema. */
export function ruleSchema(demands: readonly RuleDemand[]): JsonSchema {
  const own = merged(demands.filter(({ each }) => !each));
  const items = merged(demands.filter(({ each }) => each));
  return Object.keys(items).length === 0 ? own : { ...own, items: { type: 'string', ...items } };
}

function merged(demands: readonly RuleDemand[]): JsonSchema {
  const parts = demands.map(({ rule, args }) =>
    Object.hasOwn(TRANSLATIONS, rule) ? TRANSLATIONS[rule]?.(args) : undefined,
  );
  return Object.assign({}, ...parts);
}
