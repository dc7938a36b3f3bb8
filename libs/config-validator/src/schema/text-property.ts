import { InvalidOptionError } from '@hydrogenai/common';

/** The name of a decorated instance property. Static and symbol properties are refused. */
export function textProperty(decorator: string, target: object, property: string | symbol): string {
  if (typeof target !== 'function' && typeof property === 'string') return property;
  throw new InvalidOptionError({
    field: `${decorator} on ${String(property)}`,
    accepted: 'an instance property whose name is a text',
    received: typeof target === 'function' ? 'a static property' : property,
  });
}
