import { createHmac, type KeyObject } from 'node:crypto';
import type { Keyring, Opened, Sealer, SealPlace } from '@hydrogenai/security';

/** They stand in the derivation of every key, so another text here makes every record unreadable. */
const RECORDS = 'hydrogenai/ai-cache/records/1';
const NAMES = 'hydrogenai/ai-cache/names/1';

/** What the cache does with a keyring: seals records and names them. */
export class RecordKeyring {
  private readonly sealer: Sealer;
  private readonly nameKey: KeyObject | undefined;

  /** @param names id of the key that names entries; undefined: none does */
  constructor(keyring: Keyring, names: string | undefined) {
    this.sealer = keyring.sealer(RECORDS);
    this.nameKey = names === undefined ? undefined : keyring.macKey(NAMES, names);
  }

  /** Id of the key that is written with. */
  get active(): string {
    return this.sealer.active;
  }

  /** @throws KeyExhaustedError */
  seal(plain: Buffer, place: SealPlace): Buffer {
    return this.sealer.seal(plain, place);
  }

  /** It never throws. */
  open(keyId: string, sealed: Buffer, place: SealPlace): Opened {
    return this.sealer.open(keyId, sealed, place);
  }

  /**
   * The name of an identity in the store: 43 URL-safe characters, as `generateCacheKey` gives, that cannot be computed
   * without the key. Undefined where names are hashed without a key.
   */
  nameOf(identity: string): string | undefined {
    if (this.nameKey === undefined) return undefined;
    // UTF-16, as in generateCacheKey: UTF-8 turns every lone surrogate into the same character.
    return createHmac('sha256', this.nameKey).update(Buffer.from(identity, 'utf16le')).digest('base64url');
  }
}
