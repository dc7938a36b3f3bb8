import { createHmac } from 'node:crypto';
import { InvalidOptionError, matching } from '@hydrogenai/common';

/** 43 URL-safe characters that stand for a value and tell nothing of it to who does not have the pepper. */
export type SensitiveHash = string & { readonly __brand: 'SensitiveHash' };

export interface HashOptions {
  /**
   * A secret of at least 16 bytes, better 32 random ones (`openssl rand -base64 32`), kept apart from the hashes. Who has
   * both can try out e-mail addresses, as with a plain hash. Another pepper makes other hashes.
   */
  readonly pepper: Uint8Array | string;
  /**
   * What the hash is for: 1 to 64 lower-case letters, digits or `. / _ -`. Hashes of one value for two purposes cannot be
   * brought together.
   */
  readonly purpose: string;
}

const LEAST_PEPPER_BYTES = 16;
const PURPOSE = /^[a-z0-9][a-z0-9./_-]{0,63}$/;

/**
 * A keyed hash (HMAC-SHA-256, RFC 2104) of what must be recognised and must not be known: an e-mail address, a user's id.
 * The value is taken as it is. Spellings that mean the same, such as `A@b.c` and `a@b.c`, must be made equal before.
 * Text and its UTF-8 bytes have the same hash.
 * @throws InvalidOptionError, which quotes nothing
 */
export function hashSensitiveData(
  value: string | Uint8Array,
  { pepper, purpose }: HashOptions,
): SensitiveHash {
  const name = matching(purpose, PURPOSE, 'purpose', '1 to 64 lower-case letters, digits or . / _ -');
  const key = bytesOf(
    pepper,
    'pepper',
    LEAST_PEPPER_BYTES,
    `a secret of at least ${LEAST_PEPPER_BYTES} bytes`,
  );
  // An empty value would give everybody without one the same hash.
  const bytes = bytesOf(value, 'value', 1, 'Unicode text or bytes, not empty');
  // No purpose holds a zero, so no two pairs read alike.
  const hash = createHmac('sha256', key).update(`${name}\0`).update(bytes).digest('base64url');
  // The digest has exactly the form that the type promises.
  return hash as SensitiveHash;
}

/** UTF-8 turns every lone surrogate into the same character, so text with one is refused. */
function bytesOf(given: unknown, field: string, leastBytes: number, accepted: string): Uint8Array {
  const bytes = typeof given === 'string' && given.isWellFormed() ? Buffer.from(given) : given;
  if (bytes instanceof Uint8Array && bytes.length >= leastBytes) return bytes;
  throw new InvalidOptionError({ field, accepted, received: given, secret: true });
}
