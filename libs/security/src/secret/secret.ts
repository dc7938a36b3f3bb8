import { InvalidOptionError, matching } from '@hydrogenai/common';
import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

/** Marks secrets across package copies, where `instanceof` would fail. */
const MARKER = Symbol.for('@hydrogenai/secret');

/** Drawn anew in each process: a tag in a log must not let anybody try passwords against it. */
const TAG_KEY = randomBytes(32);
const TAG_LENGTH = 4;

/** What names in replacements look like, here and in the masker. */
export const SECRET_NAME = /^[A-Za-z0-9_.:-]{1,64}$/;

export interface SecretOptions {
  /** Shown in place of the value: 1 to 64 letters, digits, `_ . : -`. Default: `'secret'`. */
  readonly name?: string;
}

/**
 * A value that only `reveal()` gives away. Text, JSON, `util.inspect`, template literals, spreading, `Object.entries` and
 * `structuredClone` show `[redacted:name…tag]` or nothing. The tag is the same for equal values of one process, and is not
 * made of their characters.
 * @throws InvalidOptionError for an empty value or a name that could not be told from the text around it.
 */
export class Secret {
  readonly name: string;
  readonly #value: string;
  #tag: string | undefined;

  constructor(value: string, options: SecretOptions = {}) {
    if (typeof value !== 'string' || value === '')
      throw new InvalidOptionError({
        field: 'value',
        accepted: 'a text that is not empty',
        received: value,
        secret: true,
      });
    this.name = matching(
      options.name ?? 'secret',
      SECRET_NAME,
      'name',
      '1 to 64 letters, digits, "_", ".", ":" or "-"',
    );
    this.#value = value;
  }

  /** The value itself. Ask for it where it is used, and keep the secret instead of it. */
  reveal(): string {
    return this.#value;
  }

  /** Four hexadecimal digits that tell secrets of one process apart. */
  get tag(): string {
    this.#tag ??= createHmac('sha256', TAG_KEY).update(this.#value).digest('hex').slice(0, TAG_LENGTH);
    return this.#tag;
  }

  toString(): string {
    return `[redacted:${this.name}…${this.tag}]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.toPrimitive](): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }

  get [MARKER](): true {
    return true;
  }
}

/** True for every secret, also one that another copy of this package made. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && MARKER in value && 'reveal' in value;
}
