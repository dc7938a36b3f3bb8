import { InvalidOptionError } from '@hydrogenai/common';
import { addFacet } from '../schema/schema-metadata.js';
import { textProperty } from '../schema/text-property.js';
import type { ConnectionStringForm } from './connection-string.policy.js';

const SCHEME = /^[a-z][a-z\d+.-]*$/;

/**
 * The variable holds `scheme://[user[:password]@]host[:port][/database]`. What is wrong is told by the part (CFG-URL-001),
 * and the variable is sensitive, because of the password.
 * @throws InvalidOptionError when the class is defined: no scheme, one in another form than `redis`, a static or symbol
 * property.
 */
export function ConnectionString(form: ConnectionStringForm): PropertyDecorator {
  return (target, key) => {
    const property = textProperty('@ConnectionString', target, key);
    // A caller without types may give anything.
    const schemes: unknown = form?.schemes;
    const isList = Array.isArray(schemes) && schemes.length > 0;
    if (!isList || !schemes.every((one) => typeof one === 'string' && SCHEME.test(one))) {
      throw new InvalidOptionError({
        field: `@ConnectionString of ${target.constructor.name}.${property}, "schemes"`,
        accepted: 'at least one scheme in small letters, without the colon',
        received: schemes,
      });
    }
    addFacet(target.constructor, property, { kind: 'connection-string', form });
  };
}
