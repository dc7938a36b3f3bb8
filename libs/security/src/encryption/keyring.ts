import { createSecretKey, type KeyObject } from 'node:crypto';
import { matching } from '@hydrogenai/common';
import { deriveKey } from './derive-key.js';
import { resolveKeyring, type KeyringOptions } from './keyring.options.js';
import { Sealer, type SealerKeys } from './sealer.js';

const PURPOSE = /^[a-z0-9][a-z0-9./_-]{0,63}$/;
const PURPOSE_RULE = '1 to 64 lower-case letters, digits or . / _ -';

/**
 * The keys of one application. Master secrets are never used themselves: every use has a key of its own, derived by
 * HKDF. The first key writes, all are read.
 */
export class Keyring {
  /** Id of the key that is written with. */
  readonly active: string;
  /** All ids, in the order given. */
  readonly ids: readonly string[];
  private readonly keys: SealerKeys;
  private readonly sealers = new Map<string, Sealer>();

  /** @throws InvalidOptionError naming the field, and never a secret. */
  constructor(options: KeyringOptions, field = 'keyring') {
    const { keys, active, mostUses } = resolveKeyring(options, field);
    const secrets = new Map(keys.map(({ id, secret }) => [id, createSecretKey(secret)]));
    this.keys = { secrets, active, mostUses };
    this.ids = keys.map(({ id }) => id);
    this.active = active;
  }

  /**
   * What encrypts for one purpose, always the same for the same purpose, because it counts.
   * @param purpose a constant of the program, such as `shop/orders/1`
   * @throws InvalidOptionError
   */
  sealer(purpose: string): Sealer {
    let sealer = this.sealers.get(purpose);
    if (sealer === undefined) {
      sealer = new Sealer(this.keys, checkedPurpose(purpose));
      this.sealers.set(purpose, sealer);
    }
    return sealer;
  }

  /**
   * A key for HMAC, for one purpose. Undefined for an id that is not in the ring.
   * @param purpose a constant of the program that is no purpose of a sealer
   * @throws InvalidOptionError
   */
  macKey(purpose: string, id: string = this.active): KeyObject | undefined {
    const secret = this.keys.secrets.get(id);
    return secret && deriveKey(secret, checkedPurpose(purpose));
  }
}

function checkedPurpose(purpose: string): string {
  return matching(purpose, PURPOSE, 'purpose', PURPOSE_RULE);
}
