import { InvalidOptionError } from '@hydrogenai/common';
import { describeSchema, lineageOf } from './describe-schema.js';
import { isPrefix } from './prefix.policy.js';
import { ownFacets, ownVariables, setHead, type SchemaClass } from './schema-metadata.js';
import { decoratorOf } from './variable-facet.js';

export interface ConfigSchemaOptions {
  /** What this group of variables is about, for people: `AI providers`. */
  readonly title: string;
  /**
   * The beginning of the names that belong to this schema alone, for example `AI_`: a variable of the process whose name
   * begins so, and that no schema knows, is reported (CFG-ENV-009). It is not put before the names in `@Env`. Default: none.
   */
  readonly prefix?: string;
}

/**
 * Makes a class a schema of environment variables. Rules are class-validator's decorators; a property initialiser is the
 * default; a variable without a default is required unless `@IsOptional()` or `@ValidateIf()` says otherwise.
 * @throws InvalidOptionError when the class is defined: empty title or prefix, no `@Env`, one variable or property
 * named twice, another decorator without `@Env`, a variable whose kind nothing says.
 */
export function ConfigSchema({ title, prefix }: ConfigSchemaOptions): ClassDecorator {
  return (schema) => {
    const refuse = (accepted: string, received: unknown): never => {
      throw new InvalidOptionError({ field: `@ConfigSchema on ${schema.name}`, accepted, received });
    };
    if (typeof title !== 'string' || title.trim() === '') refuse('a title that is not empty', title);
    if (prefix !== undefined && !isPrefix(prefix)) refuse('a prefix of letters, digits and _', prefix);
    const variables = lineageOf(schema).flatMap((one) => ownVariables(one));
    if (variables.length === 0) refuse('at least one property with @Env', 0);

    const own = ownVariables(schema);
    for (const key of ['name', 'property'] as const) {
      const values = own.map((variable) => variable[key]);
      const twice = values.find((value, index) => values.indexOf(value) !== index);
      if (twice !== undefined) refuse(`every ${key} of @Env once`, twice);
    }
    const properties = new Set(variables.map(({ property }) => property));
    const stray = ownFacets(schema).find(({ property }) => !properties.has(property));
    if (stray !== undefined) refuse(`${decoratorOf(stray.facet)} only beside @Env`, stray.property);
    setHead(schema, { title: title.trim(), prefix });
    // A class decorator is given the class; the description makes one instance, to read the kinds of the defaults.
    describeSchema(schema as unknown as SchemaClass);
  };
}
