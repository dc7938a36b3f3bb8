import { hash } from 'node:crypto';
import { canonicalEncoding } from './canonical-encoding.js';

/**
 * A key of 43 URL-safe characters (SHA-256) that is equal for equal values whatever their key order, and different for
 * different ones.
 * @throws NotCanonicalError when the value has no canonical form.
 */
export function generateCacheKey(data: unknown): string {
  // UTF-16 and not UTF-8, because UTF-8 turns every lone surrogate into the same replacement character.
  return hash('sha256', Buffer.from(canonicalEncoding(data), 'utf16le'), 'base64url');
}
