import { InvalidOptionError, matching } from '@hydrogenai/common';
import { decodeSecret } from './secret.policy.js';

export interface EncryptionKey {
  /** 1 to 32 letters, digits or `. _ -`. It stands in every record, readable by everybody who can read the store. */
  readonly id: string;
  /**
   * 32 random bytes, as bytes or as text in hex or base64: `openssl rand -base64 32`. Passwords are refused: a slow hash
   * would make them no less guessable for who holds a copy of the store.
   */
  readonly secret: Uint8Array | string;
}

/**
 * Encrypts what leaves the process (AES-256-GCM, a key of its own for each tenant). A new key comes first in `keys`; the old
 * ones stay behind it until the longest lifetime is over. What cannot be decrypted is a miss.
 */
export interface EncryptionOptions {
  /** All keys that are read. At least one, each id and each secret once. */
  readonly keys: readonly EncryptionKey[];
  /** Id of the key that is written with. Default: the first. Name it while some processes do not have the new key yet. */
  readonly active?: string | undefined;
  /**
   * Id of the key that names entries in the store (HMAC-SHA256), so that nobody can tell from a copy of it whether a
   * question was asked. Another one here makes the cache cold. `false`: a hash without a key. Default: the last key, which
   * stays when a new one comes first.
   */
  readonly names?: string | false | undefined;
}

export interface ResolvedKey {
  readonly id: string;
  readonly secret: Buffer;
}

export interface ResolvedEncryption {
  readonly keys: readonly ResolvedKey[];
  readonly active: string;
  readonly names: string | undefined;
}

const KEY_ID = /^[A-Za-z0-9._-]{1,32}$/;

/** @throws InvalidOptionError naming the field, and never a secret. */
export function resolveEncryption(options: EncryptionOptions, field = 'encryption'): ResolvedEncryption {
  const given: unknown = options?.keys;
  if (!Array.isArray(given) || given.length === 0) {
    throw new InvalidOptionError({
      field: `${field}.keys`,
      accepted: 'a list of one or more { id, secret }',
      received: given,
      secret: true,
    });
  }
  const keys = given.map((key: Partial<EncryptionKey> | null, index) => ({
    id: matching(key?.id, KEY_ID, `${field}.keys[${index}].id`, '1 to 32 letters, digits or . _ -'),
    secret: decodeSecret(key?.secret, `${field}.keys[${index}].secret`),
  }));
  refuseTwins(keys, field);
  const first = keys[0]?.id;
  const last = keys.at(-1)?.id;
  return {
    keys,
    // Checked against the ids, of which there is at least one.
    active: idOf(keys, options.active ?? first, `${field}.active`),
    names: options.names === false ? undefined : idOf(keys, options.names ?? last, `${field}.names`),
  };
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

function idOf(keys: readonly ResolvedKey[], id: unknown, field: string): string {
  const known = keys.find((key) => key.id === id);
  if (known !== undefined) return known.id;
  throw new InvalidOptionError({ field, accepted: 'the id of one of the keys', received: id });
}
