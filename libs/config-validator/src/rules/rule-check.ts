import { getMetadataStorage, ValidationTypes } from 'class-validator';
import type { SchemaClass } from '../schema/schema-metadata.js';
import { plainValue } from '../coercion/plain-value.js';
import type { BrokenRule } from './rule-message.policy.js';

/** `undetermined`: the rule threw, or answers later, so that nothing is known about the value. */
export type RuleOutcome =
  | { readonly kind: 'broken'; readonly broken: BrokenRule }
  | { readonly kind: 'undetermined'; readonly rule: string; readonly why: 'threw' | 'asynchronous' };

/** A rule as the schema gives it. */
export interface RuleDemand {
  readonly rule: string;
  readonly args: readonly unknown[];
  /** True: it is about the items of a list. */
  readonly each: boolean;
}

/** What class-validator keeps about one decorator, as far as it is read here. */
type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Constraint = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidatorConstraints']>[number];

/**
 * The class-validator rules of one property. They are run here one by one, because `validate()` stops at the first rule
 * that throws, takes asynchronous rules for passed, and hands the value to every message function.
 */
export class PropertyRules {
  private constructor(
    private readonly property: string,
    private readonly rules: readonly Rule[],
  ) {}

  /** The rules of every property of a class, read once: class-validator looks through all classes that there are. */
  static of(schema: SchemaClass): (property: string) => PropertyRules {
    const all = getMetadataStorage().getTargetValidationMetadatas(schema, '', false, false);
    const byProperty = Map.groupBy(all, ({ propertyName }) => propertyName);
    return (property) => new PropertyRules(property, byProperty.get(property) ?? []);
  }

  /** Whether `@IsOptional` and `@ValidateIf` let the rules apply; `undetermined` when a condition throws. */
  apply(instance: object): boolean | 'undetermined' {
    const conditions = this.rules.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
    try {
      return conditions.every(({ constraints }) =>
        Boolean(constraints[0](instance, valueOf(instance, this.property))),
      );
    } catch {
      return 'undetermined'; // The error is dropped on purpose: its text may hold the value.
    }
  }

  /** Whether `@IsOptional` or `@ValidateIf` may let the variable go. */
  get isConditional(): boolean {
    return this.rules.some(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
  }

  /** What each rule demands, by class-validator's name, for descriptions. */
  get demands(): readonly RuleDemand[] {
    return this.rules
      .filter(({ type }) => !NOT_CHECKED.has(type))
      .map((rule) => ({ rule: nameOf(rule), args: rule.constraints ?? [], each: rule.each ?? false }));
  }

  /** Runs every rule against the property of `instance`. */
  check(instance: object): readonly RuleOutcome[] {
    const checked = this.rules.filter(({ type }) => !NOT_CHECKED.has(type));
    return checked.flatMap((rule) => checkRule(rule, instance, valueOf(instance, this.property)));
  }
}

/** Conditions are asked before; `@Allow` checks nothing. */
const NOT_CHECKED: ReadonlySet<string> = new Set([
  ValidationTypes.CONDITIONAL_VALIDATION,
  ValidationTypes.WHITELIST,
]);

function checkRule(rule: Rule, instance: object, value: unknown): readonly RuleOutcome[] {
  try {
    if (rule.validateIf && !rule.validateIf(instance, value)) return [];
    const constraints = rule.constraintCls
      ? getMetadataStorage().getTargetValidatorConstraints(rule.constraintCls)
      : [];
    // `@ValidateNested` and whatever a later class-validator adds: not for texts, and not a pass either.
    if (constraints.length === 0) return [undetermined(rule, 'threw')];
    return constraints.flatMap((constraint) => checkConstraint(rule, constraint, instance, value));
  } catch {
    return [undetermined(rule, 'threw')]; // The error is dropped on purpose: its text may hold the value.
  }
}

function checkConstraint(
  rule: Rule,
  constraint: Constraint,
  instance: object,
  value: unknown,
): readonly RuleOutcome[] {
  if (constraint.async) return [undetermined(rule, 'asynchronous', constraint)];
  const args = {
    value,
    constraints: rule.constraints ?? [],
    targetName: instance.constructor.name,
    object: instance,
    property: rule.propertyName,
  };
  const values: readonly unknown[] = rule.each && Array.isArray(value) ? value : [value];
  const answers = values.map((one) => constraint.instance.validate(one, args));
  if (answers.some((answer) => typeof answer === 'object')) {
    for (const answer of answers) Promise.resolve(answer).catch(ignoreLateAnswer);
    return [undetermined(rule, 'asynchronous', constraint)];
  }
  if (answers.every(Boolean)) return [];
  const message = typeof rule.message === 'string' ? rule.message : undefined;
  return [{ kind: 'broken', broken: { rule: nameOf(rule, constraint), args: args.constraints, message } }];
}

function undetermined(rule: Rule, why: 'threw' | 'asynchronous', constraint?: Constraint): RuleOutcome {
  return { kind: 'undetermined', rule: nameOf(rule, constraint), why };
}

function nameOf(rule: Rule, constraint?: Constraint): string {
  return constraint?.name || rule.name || rule.type;
}

/** The rule is reported as undetermined already; its late failure must not end the process. */
function ignoreLateAnswer(): void {}

function valueOf(instance: object, property: string): unknown {
  return plainValue(Reflect.get(instance, property));
}
