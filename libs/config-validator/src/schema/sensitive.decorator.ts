import { textProperty } from './text-property.js';
import { addSensitive } from './schema-metadata.js';

/**
 * Marks a variable as secret: findings say which rule it breaks and leave out the rule's arguments, and the property is
 * not enumerable, so that a configuration object logged whole does not show it.
 * @throws InvalidOptionError when the class is defined, on a static or symbol property.
 */
export function Sensitive(): PropertyDecorator {
  return (target, property) => {
    addSensitive(target.constructor, textProperty('@Sensitive', target, property));
  };
}
