import { InvalidOptionError, matching, oneOf } from '@hydrogenai/common';
import { CUES } from './cues.js';
import { ABSTAINED, QUERY_TYPES, type QueryType } from './query-type.js';
import { hasNestedRepetition } from './rule-safety.policy.js';
import { STRUCTURE_RULES } from './structure-rules.js';

/** A rule of the application, beside those of the package. */
export interface ClassificationRule {
  /** Shown in `why`. 1 to 60 characters, different from the names of other rules. */
  readonly name: string;
  /** One of our types or of `types`. */
  readonly type: QueryType | (string & {});
  /** How strongly it speaks for the type, 0.5 to 10. Our rules have 0.5 (a hint) to 5.5 (near certainty). Default: 3. */
  readonly weight?: number;
  /**
   * Tested against the question, of long ones against the first and last 500 characters. Without the flags g and y, which
   * remember a place, and without a repetition inside a repetition, which can take for ever.
   */
  readonly pattern: RegExp;
}

export interface ClassificationOptions {
  /** Types of the application, as `[a-z][a-z0-9_-]*`, beside ours. Default: none. */
  readonly types?: readonly string[];
  /** Rules of the application, at most 200. Default: none. */
  readonly rules?: readonly ClassificationRule[];
  /** The rules abstain (`unknown`) when they are surer than this in no type, 0 to 1. Default: 0.5. */
  readonly abstainBelow?: number;
}

export type OwnRule = Required<ClassificationRule>;

export interface ResolvedRules {
  /** All types but the abstention. */
  readonly types: readonly string[];
  readonly rules: readonly OwnRule[];
  readonly abstainBelow: number;
}

const DEFAULT_ABSTAIN_BELOW = 0.5;
const DEFAULT_WEIGHT = 3;
const LEAST_WEIGHT = 0.5;
const MOST_WEIGHT = 10;
const MOST_RULES = 200;
const TYPE = /^[a-z][a-z0-9_-]{0,39}$/;
const NAME = /^\S(?:.{0,58}\S)?$/;

export const DEFAULT_CLASSIFICATION: ResolvedRules = {
  types: QUERY_TYPES,
  rules: [],
  abstainBelow: DEFAULT_ABSTAIN_BELOW,
};

/** @throws InvalidOptionError naming the field below `field`. */
export function resolveRules(options: ClassificationOptions = {}, field = 'classification'): ResolvedRules {
  const types = [...QUERY_TYPES, ...resolveTypes(options.types ?? [], `${field}.types`)];
  const rules = options.rules ?? [];
  if (!Array.isArray(rules) || rules.length > MOST_RULES) {
    throw new InvalidOptionError({
      field: `${field}.rules`,
      accepted: `a list of at most ${MOST_RULES} rules`,
      received: rules,
    });
  }
  const names = new Set<string>([...Object.keys(CUES), ...STRUCTURE_RULES.map(({ name }) => name)]);
  return {
    types,
    rules: rules.map((rule, index) => resolveRule(rule, types, names, `${field}.rules[${index}]`)),
    abstainBelow: share(options.abstainBelow ?? DEFAULT_ABSTAIN_BELOW, `${field}.abstainBelow`),
  };
}

/** @throws InvalidOptionError unless `value` is a number from 0 to 1. */
export function share(value: unknown, field: string): number {
  return numberWithin(value, field, 0, 1);
}

function resolveTypes(types: readonly string[], field: string): readonly string[] {
  if (!Array.isArray(types))
    throw new InvalidOptionError({ field, accepted: 'a list of names', received: types });
  const known = new Set<string>([...QUERY_TYPES, ABSTAINED]);
  types.forEach((type, index) => {
    const accepted = 'a new name of lower case letters, digits, - and _, a letter first';
    matching(type, TYPE, `${field}[${index}]`, accepted);
    if (known.has(type))
      throw new InvalidOptionError({ field: `${field}[${index}]`, accepted, received: type });
    known.add(type);
  });
  return types;
}

function resolveRule(
  rule: ClassificationRule,
  types: readonly string[],
  names: Set<string>,
  field: string,
): OwnRule {
  if (typeof rule !== 'object' || rule === null) {
    throw new InvalidOptionError({ field, accepted: '{ name, type, pattern }', received: rule });
  }
  const unused = 'a text of 1 to 60 characters that no other rule has for its name';
  const name = matching(rule.name, NAME, `${field}.name`, unused);
  if (names.has(name))
    throw new InvalidOptionError({ field: `${field}.name`, accepted: unused, received: name });
  names.add(name);
  return {
    name,
    type: oneOf(rule.type, types, `${field}.type`),
    weight: numberWithin(rule.weight ?? DEFAULT_WEIGHT, `${field}.weight`, LEAST_WEIGHT, MOST_WEIGHT),
    pattern: safePattern(rule.pattern, `${field}.pattern`),
  };
}

function safePattern(pattern: unknown, field: string): RegExp {
  if (!(pattern instanceof RegExp) || pattern.global || pattern.sticky) {
    throw new InvalidOptionError({
      field,
      accepted: 'a regular expression without the flags g and y, which remember a place',
      received: pattern,
    });
  }
  if (hasNestedRepetition(pattern)) {
    throw new InvalidOptionError({
      field,
      accepted: 'a regular expression without a repetition inside a repetition, which can take for ever',
      received: pattern,
    });
  }
  return pattern;
}

function numberWithin(value: unknown, field: string, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new InvalidOptionError({ field, accepted: `a number from ${least} to ${most}`, received: value });
}
