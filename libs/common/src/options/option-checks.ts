import { InvalidOptionError } from '../errors/invalid-option.error.js';

/** @throws InvalidOptionError unless `value` is a whole number from `least` to `most`. */
export function wholeNumber(value: unknown, field: string, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidOptionError({
    field,
    accepted: `a whole number from ${least} to ${most}`,
    received: value,
  });
}

/** @throws InvalidOptionError unless `value` is one of `choices`. */
export function oneOf<const Choice extends string>(
  value: unknown,
  choices: readonly Choice[],
  field: string,
): Choice {
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw new InvalidOptionError({
    field,
    accepted: `one of ${choices.map((candidate) => `'${candidate}'`).join(', ')}`,
    received: value,
  });
}

/** @throws InvalidOptionError unless `value` is a text that `pattern` accepts. */
export function matching(value: unknown, pattern: RegExp, field: string, accepted: string): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw new InvalidOptionError({ field, accepted, received: value });
}
