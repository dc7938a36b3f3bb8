import { HydrogenError } from '../errors/hydrogen.error.js';

/** A value has no canonical form, so that a key made of it could meet the key of another value. */
export class NotCanonicalError extends HydrogenError {
  constructor(path: string, found: string) {
    super(
      `${path}: ${found} has no canonical form. Accepted are JSON values, undefined, bigint, Date, Map, Set, typed arrays ` +
        'and objects with toJSON(). Build the key from such values, for example with the option "key".',
      { code: 'VALUE_NOT_CANONICAL', details: { path, found } },
    );
  }
}
