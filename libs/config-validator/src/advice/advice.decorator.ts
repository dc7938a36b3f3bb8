import { InvalidOptionError } from '@hydrogenai/common';
import { addFacet } from '../schema/schema-metadata.js';
import { textProperty } from '../schema/text-property.js';
import type { Advise } from './advise.js';

/**
 * Recommends something about a value that its rules accept (CFG-ADV-001):
 * `@Advice((ms) => ms > 60_000 && 'longer than most load balancers wait (60 s)')`. It may stand at a property more than
 * once.
 * @throws InvalidOptionError when the class is defined: no function, a static or symbol property.
 */
export function Advice(advise: Advise): PropertyDecorator {
  return (target, key) => {
    const property = textProperty('@Advice', target, key);
    if (typeof advise !== 'function') {
      throw new InvalidOptionError({
        field: `@Advice of ${target.constructor.name}.${property}`,
        accepted: 'a function from the value to a sentence or false',
        received: advise,
      });
    }
    addFacet(target.constructor, property, { kind: 'advice', advise });
  };
}
