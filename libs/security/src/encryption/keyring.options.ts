import { InvalidOptionError, matching, wholeNumber } from '@hydrogenai/common';
import { decodeSecret } from './key-secret.policy.js';

export interface KeyringKey {
  /** 1 to 32 letters, digits or `. _ -`. It stands beside everything that the key has encrypted or signed, readable by all. */
  readonly id: string;
  /**
   * 32 random bytes, as bytes or as text in hex or base64: `openssl rand -base64 32`. Passwords are refused: a slow hash
   * would make them no less guessable for who holds a copy of what they encrypt.
   */
  readonly secret: Uint8Array | string;
}

/** A new key comes first in `keys`; the old ones stay behind it for as long as something that they wrote is read. */
export interface KeyringOptions {
  /** All keys that are read. At least one, each id and each secret once. */
  readonly keys: readonly KeyringKey[];
  /** Id of the key that is written with. Default: the first. Name it while some processes do not have the new key yet. */
  readonly active?: string | undefined;
  /**
   * How often this process may encrypt with one derived key, that is for one key id, purpose and tenant: whole, 1 to 2^32.
   * Divide 2^32 by the number of processes and restarts that a key lives through. Default: 2^32, the most that is safe
   * with random nonces (NIST SP 800-38D, section 8.3).
   */
  readonly mostUses?: number | undefined;
}

export interface ResolvedKey {
  readonly id: string;
  readonly secret: Buffer;
}

export interface ResolvedKeyring {
  readonly keys: readonly ResolvedKey[];
  readonly active: string;
  readonly mostUses: number;
}

export const KEY_ID = /^[A-Za-z0-9._-]{1,32}$/;
const MOST_USES = 2 ** 32;

/** @throws InvalidOptionError naming the field, and never a secret. */
export function resolveKeyring(options: KeyringOptions, field = 'keyring'): ResolvedKeyring {
  const given: unknown = options?.keys;
  if (!Array.isArray(given) || given.length === 0) {
    throw new InvalidOptionError({
      field: `${field}.keys`,
      accepted: 'a list of one or more { id, secret }',
      received: given,
      secret: true,
    });
  }
  const keys = given.map((key: Partial<KeyringKey> | null, index) => ({
    id: matching(key?.id, KEY_ID, `${field}.keys[${index}].id`, '1 to 32 letters, digits or . _ -'),
    secret: decodeSecret(key?.secret, `${field}.keys[${index}].secret`),
  }));
  refuseTwins(keys, field);
  return {
    keys,
    active: keyIdOf(keys, options.active ?? keys[0]?.id, `${field}.active`),
    mostUses: wholeNumber(options.mostUses ?? MOST_USES, `${field}.mostUses`, 1, MOST_USES),
  };
}

/** @throws InvalidOptionError unless it is the id of one of the keys */
export function keyIdOf(keys: readonly ResolvedKey[], id: unknown, field: string): string {
  const known = keys.find((key) => key.id === id);
  if (known !== undefined) return known.id;
  throw new InvalidOptionError({ field, accepted: 'the id of one of the keys', received: id });
}

function refuseTwins(keys: readonly ResolvedKey[], field: string): void {
  for (const [index, key] of keys.entries()) {
    const before = keys.slice(0, index);
    if (before.some(({ id }) => id === key.id)) {
      const accepted = 'an id that no other key has';
      throw new InvalidOptionError({ field: `${field}.keys[${index}].id`, accepted, received: key.id });
    }
    if (before.some(({ secret }) => secret.equals(key.secret))) {
      throw new InvalidOptionError({
        field: `${field}.keys[${index}].secret`,
        accepted: 'a secret that no other key has',
        received: key.secret,
        secret: true,
      });
    }
  }
}
