import type { KeyObject } from 'node:crypto';
import { deriveKey } from './derive-key.js';
import { DerivedKeys, type DerivedKey } from './derived-keys.js';
import { KeyExhaustedError } from './key-exhausted.error.js';
import { keyWorn } from './key-worn.facts.js';
import { openBytes, sealBytes } from './seal-bytes.js';

/** Where something sealed belongs. It can be opened only there. */
export interface SealPlace {
  /** Each tenant has a key of its own. Undefined: what belongs to no tenant. */
  readonly tenant?: string | undefined;
  /** Bytes that are authenticated and not stored, such as the key in the store. */
  readonly bound: Buffer;
}

/** Plain bytes, or why there are none. */
export type Opened = Buffer | 'unknown-key' | 'not-authentic';

export interface SealerKeys {
  readonly secrets: ReadonlyMap<string, KeyObject>;
  readonly active: string;
  readonly mostUses: number;
}

const WORN = 0.75;

/** Encrypts for one purpose (AES-256-GCM): a key for each key id and tenant, derived by HKDF, each use of it counted. */
export class Sealer {
  private readonly derived = new DerivedKeys();
  private readonly wornAt: number;

  constructor(
    private readonly keys: SealerKeys,
    private readonly purpose: string,
  ) {
    this.wornAt = Math.ceil(keys.mostUses * WORN);
  }

  /** Id of the key that seals. */
  get active(): string {
    return this.keys.active;
  }

  /**
   * Nonce 12, ciphertext, tag 16, under the active key.
   * @throws KeyExhaustedError when the key must not encrypt any more
   */
  seal(plain: Buffer, { tenant, bound }: SealPlace): Buffer {
    const { active, mostUses } = this.keys;
    const derived = this.keyOf(active, tenant);
    if (derived === undefined) throw new TypeError('The active key is not in its own keyring.');
    if (derived.uses >= mostUses) throw new KeyExhaustedError(active, this.purpose);
    derived.uses += 1;
    const { uses } = derived;
    if (uses === this.wornAt)
      keyWorn.publish(() => ({ keyId: active, purpose: this.purpose, uses, mostUses }));
    return sealBytes(derived.key, plain, bound);
  }

  /** It never throws. */
  open(keyId: string, sealed: Buffer, { tenant, bound }: SealPlace): Opened {
    const derived = this.keyOf(keyId, tenant);
    if (derived === undefined) return 'unknown-key';
    return openBytes(derived.key, sealed, bound) ?? 'not-authentic';
  }

  private keyOf(keyId: string, tenant: string | undefined): DerivedKey | undefined {
    const secret = this.keys.secrets.get(keyId);
    if (secret === undefined) return undefined;
    // Ids and purposes hold no colon, so no two read alike.
    const place = tenant === undefined ? `${keyId}:-` : `${keyId}:@${tenant}`;
    return this.derived.of(place, () => deriveKey(secret, `${this.purpose}/${place}`));
  }
}
