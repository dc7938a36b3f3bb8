import { textProperty } from './text-property.js';
import { addFacet } from './schema-metadata.js';

/**
 * Marks a variable as secret: findings say which rule it breaks and leave out the rule's arguments, and the property is
 * not enumerable, so that a configuration object logged whole does not show it. A property of type `Secret` holds the
 * value as one, and is sensitive also without this decorator.
 * @throws InvalidOptionError when the class is defined, on a static or symbol property.
 */
export function Sensitive(): PropertyDecorator {
  return (target, property) => {
    addFacet(target.constructor, textProperty('@Sensitive', target, property), { kind: 'sensitive' });
  };
}
