import { ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * Whether objects and arrays in `value` are nested more than `levels` deep. It goes level by level and not by recursion,
 * so a hostile text of 50,000 brackets cannot overflow the stack.
 */
export function isDeeperThan(value: unknown, levels: number): boolean {
  let level = [value].filter(isStructure);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === levels) return true;
    level = level.flatMap((structure) => Object.values(structure).filter(isStructure));
  }
  return false;
}

/** Property decorator: the value may be nested at most `levels` deep. */
export function MaxDepth(levels: number, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'maxDepth',
      validator: {
        validate: (value: unknown) => !isDeeperThan(value, levels),
        defaultMessage: () => `$property must not be nested deeper than ${levels} levels`,
      },
    },
    options,
  );
}

function isStructure(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
