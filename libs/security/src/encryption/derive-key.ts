import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

const KEY_BYTES = 32;

/**
 * HKDF-SHA256 (RFC 5869). Without salt, which it does not need for secrets that are random already. What a key is for
 * stands in its derivation, so no key ever serves two purposes.
 */
export function deriveKey(secret: KeyObject, purpose: string): KeyObject {
  // UTF-16: UTF-8 turns every lone surrogate into the same character.
  const info = Buffer.from(purpose, 'utf16le');
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', info, KEY_BYTES)));
}
