import { InvalidOptionError } from '@hydrogenai/common';
import { VARIABLE_KINDS, type VariableKind } from '../coercion/coerce.policy.js';
import { kindOfDesignType } from './design-type.policy.js';
import { addVariable } from './schema-metadata.js';
import { textProperty } from './text-property.js';

export interface EnvOptions {
  /**
   * How the text is read. Default: what the property's type says (`string`, `number`, `boolean`, an array). It must be
   * given where the build emits no `design:type`, and for unions and other types.
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
 * @throws InvalidOptionError when the class is defined: a bad name, an unknown `as`, or no `as` where the type does not
 * say it.
 */
export function Env(name: string, options: EnvOptions = {}): PropertyDecorator {
  return (target, key) => {
    const property = textProperty('@Env', target, key);
    const where = `@Env of ${target.constructor.name}.${property}`;
    if (typeof name !== 'string' || !NAME.test(name)) {
      throw new InvalidOptionError({ field: where, accepted: 'letters, digits and _', received: name });
    }
    addVariable(target.constructor, {
      property,
      name,
      kind: kindOf(options.as, Reflect.getMetadata('design:type', target, property), where),
      description: options.description,
      verbatim: options.verbatim ?? false,
    });
  };
}

function kindOf(as: VariableKind | undefined, designType: unknown, where: string): VariableKind {
  const kind = as ?? kindOfDesignType(designType);
  if (kind !== undefined && VARIABLE_KINDS.includes(kind)) return kind;
  throw new InvalidOptionError({
    field: `${where}, option "as"`,
    accepted: `one of ${VARIABLE_KINDS.join(', ')}, because the type of the property does not say it`,
    received: as,
  });
}
