import { oneOf } from '@hydrogenai/common';
import { addFacet } from '../schema/schema-metadata.js';
import { textProperty } from '../schema/text-property.js';
import { API_KEY_PROVIDERS, type ApiKeyProvider } from './api-key-provider.js';

/**
 * The variable holds a key of this provider: its form is checked (CFG-KEY-001, -003, -004), and it is sensitive.
 * @throws InvalidOptionError when the class is defined: an unknown provider, a static or symbol property.
 */
export function ApiKey(provider: ApiKeyProvider): PropertyDecorator {
  return (target, key) => {
    const property = textProperty('@ApiKey', target, key);
    oneOf(provider, API_KEY_PROVIDERS, `@ApiKey of ${target.constructor.name}.${property}`);
    addFacet(target.constructor, property, { kind: 'api-key', provider });
  };
}
