import { InvalidOptionError } from '@hydrogenai/common';
import { VARIABLE_KINDS, type VariableKind } from '../coercion/coerce.policy.js';
import { kindOfDesignType } from './design-type.policy.js';
import { addVariable } from './schema-metadata.js';
import { textProperty } from './text-property.js';

export interface EnvOptions {
  /**
   * How the text is read. Default: what the property's declared type says (`string`, `number`, `boolean`, an array, `URL`, `Secret`),
   * else what its initialiser is. It must be given where neither says it: without an initialiser, for unions, and for
   * every type under a build that emits no `design:type`. `duration` (`'5m'`, or ms) becomes ms, `bytes` (`'64MiB'`, or
   * bytes) becomes bytes.
   */
  readonly as?: VariableKind;
  /** What the variable is for, one line. It is shown in the action of a finding. */
  readonly description?: string;
  /** True: nothing is trimmed and no quotes are removed; only the empty text is missing. Default: false. */
  readonly verbatim?: boolean;
}

/** Names that every shell accepts (POSIX.1-2024, Base Definitions 3.216 "Name"). */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Fills a property from an environment variable.
 * @throws InvalidOptionError when the class is defined: a bad name, or an unknown `as`.
 */
export function Env(name: string, options: EnvOptions = {}): PropertyDecorator {
  return (target, key) => {
    const property = textProperty('@Env', target, key);
    const where = `@Env of ${target.constructor.name}.${property}`;
    if (typeof name !== 'string' || !NAME.test(name)) {
      throw new InvalidOptionError({ field: where, accepted: 'letters, digits and _', received: name });
    }
    if (options.as !== undefined && !VARIABLE_KINDS.includes(options.as)) {
      throw new InvalidOptionError({
        field: `${where}, "as"`,
        accepted: `one of ${VARIABLE_KINDS.join(', ')}`,
        received: options.as,
      });
    }
    addVariable(target.constructor, {
      property,
      name,
      kind: options.as ?? kindOfDesignType(Reflect.getMetadata('design:type', target, property)),
      description: options.description,
      verbatim: options.verbatim ?? false,
    });
  };
}
