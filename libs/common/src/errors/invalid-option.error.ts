import { HydrogenError } from './hydrogen.error.js';

export interface InvalidOption {
  /** Path of the field, as the user wrote it: `l1.maxBytes`. */
  readonly field: string;
  /** The accepted range in words: `a whole number of bytes from 1 to 2^53 - 1`. */
  readonly accepted: string;
  /** The value received. It is described, and only scalars are quoted. */
  readonly received: unknown;
  /** True for fields that may hold a secret: only the type is named. */
  readonly secret?: boolean;
}

/** An option of a module or decorator is outside its range. Thrown when the options are read, before anything starts. */
export class InvalidOptionError extends HydrogenError {
  readonly field: string;

  constructor(option: InvalidOption) {
    super(
      `${option.field}: expected ${option.accepted}, received ${describe(option)}. Correct the option "${option.field}".`,
      { code: 'INVALID_OPTION', details: { field: option.field, accepted: option.accepted } },
    );
    this.field = option.field;
  }
}

const LONGEST_QUOTE = 40;

function describe({ received, secret = false }: InvalidOption): string {
  if (received === null) return 'null';
  if (Array.isArray(received)) return `an array of ${received.length}`;
  switch (typeof received) {
    case 'string':
      if (secret || received.length > LONGEST_QUOTE) return `a string of ${received.length} characters`;
      return JSON.stringify(received);
    case 'number':
    case 'boolean':
      return secret ? `a ${typeof received}` : String(received);
    case 'bigint':
      return secret || String(received).length > LONGEST_QUOTE ? 'a bigint' : `${received}n`;
    case 'undefined':
      return 'nothing';
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    default:
      return 'an object';
  }
}
