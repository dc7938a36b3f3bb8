import { InvalidOptionError } from '@hydrogenai/common';

/** What a filter found in a text. */
export interface FilterVerdict {
  /** Whether the text may be stored. */
  readonly clean: boolean;
  /** Which rules it broke, by name. Names enter facts; the text never does. Default: none. */
  readonly findings?: readonly { readonly rule: string }[] | undefined;
}

/** Decides what may be stored. `OutputFilter` of `@hydrogenai/security` is one. */
export interface StoreFilter {
  /**
   * Names its rules: 1 to 64 letters, digits or `. _ -`. Answers in Redis and in the third tier that have passed other rules
   * are not found.
   */
  readonly version: string;
  /** Looks at a text. An error counts as fault. */
  check(text: string): FilterVerdict;
}

const VERSION = /^[A-Za-z0-9._-]{1,64}$/;

/** @throws InvalidOptionError naming the field */
export function checkFilter(filter: StoreFilter | undefined): void {
  if (filter === undefined) return;
  if (typeof filter !== 'object' || typeof filter?.check !== 'function') {
    throw new InvalidOptionError({
      field: 'filter',
      accepted: 'an object with version and check(text)',
      received: filter,
    });
  }
  if (typeof filter.version === 'string' && VERSION.test(filter.version)) return;
  throw new InvalidOptionError({
    field: 'filter.version',
    accepted: '1 to 64 letters, digits or . _ -',
    received: filter.version,
  });
}
