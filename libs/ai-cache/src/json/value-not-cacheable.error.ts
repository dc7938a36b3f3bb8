import { HydrogenError } from '@hydrogenai/common';

/** A value that would come back changed, or not at all. */
export class ValueNotCacheableError extends HydrogenError {
  /** Where in the value, from `$`. Property names that do not look like identifiers are counted, not quoted. */
  readonly path: string;

  constructor(path: string, found: string) {
    super(
      `${path}: ${found} cannot be cached, because it would not come back equal. Accepted are JSON values: null, booleans, ` +
        'finite numbers, strings, arrays and plain objects of these. Return such a value, or leave the property out.',
      { code: 'CACHE_VALUE_NOT_JSON', details: { path, found } },
    );
    this.path = path;
  }
}
