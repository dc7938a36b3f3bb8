import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ResolvedEncryption } from './encryption.options.js';

/** Tenants whose keys are kept ready; deriving one takes about 20 us. */
const MOST_TENANT_KEYS = 1_000;
const KEY_BYTES = 32;
/** What a key is for stands in its derivation, so no key ever serves two purposes. */
const RECORDS = 'hydrogenai/ai-cache/records/1';
const NAMES = 'hydrogenai/ai-cache/names/1';

/** The keys of one application. Master secrets are never used themselves: every use has a key of its own, derived by HKDF. */
export class Keyring {
  /** Id of the key that is written with. */
  readonly active: string;
  private readonly secrets: ReadonlyMap<string, KeyObject>;
  private readonly nameKey: KeyObject | undefined;
  private readonly tenantKeys = new LRUCache<string, KeyObject>({ max: MOST_TENANT_KEYS });

  constructor({ keys, active, names }: ResolvedEncryption) {
    this.secrets = new Map(keys.map(({ id, secret }) => [id, createSecretKey(secret)]));
    this.active = active;
    const secret = names === undefined ? undefined : this.secrets.get(names);
    this.nameKey = secret && derive(secret, NAMES);
  }

  /** The key of one tenant, or of entries without a tenant. Undefined for an id that is not in the ring. */
  tenantKey(id: string, tenant: string | undefined): KeyObject | undefined {
    const secret = this.secrets.get(id);
    if (secret === undefined) return undefined;
    // Ids hold no colon, so no two pairs read alike.
    const purpose = tenant === undefined ? `${id}:-` : `${id}:@${tenant}`;
    let key = this.tenantKeys.get(purpose);
    if (key === undefined) {
      key = derive(secret, `${RECORDS}/${purpose}`);
      this.tenantKeys.set(purpose, key);
    }
    return key;
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

/** HKDF-SHA256 (RFC 5869). Without salt, which it does not need for secrets that are random already. */
function derive(secret: KeyObject, purpose: string): KeyObject {
  // UTF-16 for the same reason as above.
  const info = Buffer.from(purpose, 'utf16le');
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', info, KEY_BYTES)));
}
