import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { InvalidOptionError } from '@hydrogenai/common';

/** Drawn per process: with a fixed key, whoever reads the logs could try passwords against the tags. */
const TAG_KEY = randomBytes(32);

/** Marks secrets across package copies, where `instanceof` would fail. */
const MARKER = Symbol.for('@hydrogenai/secret');

export interface SecretOptions {
  /** What it is called where it is printed. Default: `secret`. */
  readonly name?: string;
}

/** A text that prints as `[redacted:name…tag]` wherever it is printed; only `reveal()` gives it out. */
export class Secret {
  readonly #value: string;
  readonly name: string;

  /** @throws InvalidOptionError for an empty value, or one that is no text. */
  constructor(value: string, { name = 'secret' }: SecretOptions = {}) {
    if (typeof value !== 'string' || value === '') {
      throw new InvalidOptionError({
        field: `Secret "${name}"`,
        accepted: 'a text that is not empty',
        received: value,
        secret: true,
      });
    }
    this.#value = value;
    this.name = name;
    Object.defineProperty(this, MARKER, { value: true });
    Object.freeze(this);
  }

  /** The secret itself. */
  reveal(): string {
    return this.#value;
  }

  /** Four hexadecimal digits by which two secrets of one process can be told apart. */
  get tag(): string {
    return createHmac('sha256', TAG_KEY).update(this.#value).digest('hex').slice(0, 4);
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
}

/** True for a `Secret`, also one of another copy of this package. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && MARKER in value;
}
