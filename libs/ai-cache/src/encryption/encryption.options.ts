import { InvalidOptionError } from '@hydrogenai/common';
import { Keyring, type KeyringKey } from '@hydrogenai/security';
import { RecordKeyring } from './record-keyring.js';

export type EncryptionKey = KeyringKey;

/**
 * Encrypts what leaves the process (AES-256-GCM, a key of its own for each tenant). A new key comes first in `keys`; the old
 * ones stay behind it until the longest lifetime is over. What cannot be decrypted is a miss.
 */
export interface EncryptionOptions {
  /** All keys that are read. At least one, each id and each secret once. The ids stand in every record. */
  readonly keys: readonly EncryptionKey[];
  /** Id of the key that is written with. Default: the first. Name it while some processes do not have the new key yet. */
  readonly active?: string | undefined;
  /**
   * How often this process may encrypt with one key for one tenant: whole, 1 to 2^32; then a record is left out of the
   * stores. Default: 2^32 (NIST SP 800-38D, section 8.3).
   */
  readonly mostUses?: number | undefined;
  /**
   * Id of the key that names entries in the store (HMAC-SHA256), so that nobody can tell from a copy of it whether a
   * question was asked. Another one here makes the cache cold. `false`: a hash without a key. Default: the last key, which
   * stays when a new one comes first.
   */
  readonly names?: string | false | undefined;
}

/** @throws InvalidOptionError naming the field, and never a secret. */
export function resolveEncryption(options: EncryptionOptions, field = 'encryption'): RecordKeyring {
  const keyring = new Keyring(options, field);
  return new RecordKeyring(keyring, namesOf(keyring, options.names, `${field}.names`));
}

function namesOf({ ids }: Keyring, given: string | false | undefined, field: string): string | undefined {
  if (given === false) return undefined;
  const names = given ?? ids.at(-1);
  if (names !== undefined && ids.includes(names)) return names;
  throw new InvalidOptionError({ field, accepted: 'the id of one of the keys', received: given });
}
