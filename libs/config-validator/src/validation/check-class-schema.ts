import { PropertyRules } from '../rules/rule-check.js';
import type { Finding } from '../findings/finding.js';
import type { ClassDescription } from '../schema/schema-description.js';
import type { EnvLayer } from '../sources/env-layer.js';
import { checkForm } from './check-form.js';
import type { CheckedSchema } from './checked-schema.js';
import { ReadVariable } from './read-variable.js';

/** Fills an instance of the class and judges every variable; it stops at none. */
export function checkClassSchema(
  { schema, title, variables: described }: ClassDescription,
  layers: readonly EnvLayer[],
): CheckedSchema {
  const instance = new schema();
  const variables = described.map((variable) => new ReadVariable(variable, title, layers));
  // First all values, so that rules across properties find them.
  for (const { variable, value } of variables) {
    if (value !== undefined) Reflect.set(instance, variable.property, value);
  }
  const rulesOf = PropertyRules.of(schema);
  const findings = variables.flatMap((read) => [
    ...read.early,
    ...(read.isReadable ? judge(read, instance, rulesOf(read.variable.property)) : []),
  ]);
  for (const { property, sensitive } of described) {
    const value: unknown = Reflect.get(instance, property);
    if (Array.isArray(value)) Object.freeze(value);
    if (sensitive) Object.defineProperty(instance, property, { value, enumerable: false });
  }
  return { instance: Object.freeze(instance), findings, variables };
}

function judge(read: ReadVariable, instance: object, rules: PropertyRules): readonly Finding[] {
  const { findings, variable } = read;
  const apply = rules.apply(instance);
  if (apply === 'undetermined') return [findings.undetermined('that decides whether it applies', 'threw')];
  const value: unknown = Reflect.get(instance, variable.property) ?? undefined;
  if (!apply) {
    return [findings.inOrder(`It is ${value === undefined ? 'not set' : 'set'} and not needed.`, 'skipped')];
  }
  if (value === undefined) return [findings.missing(read.isBlank)];
  const broken = rules.check(instance).map((outcome) => findings.rule(outcome));
  return [...broken, ...checkForm(read, value, broken.length === 0)];
}
