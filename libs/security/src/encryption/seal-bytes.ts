import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
/** 96 random bits: safe for 2^32 messages under one key (NIST SP 800-38D, section 8.3), which `Sealer` counts. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What encryption adds to a body. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;

/** Nonce 12, ciphertext, tag 16. `bound` is authenticated and not stored: opening needs exactly the same. */
export function sealBytes(key: KeyObject, plain: Buffer, bound: Buffer): Buffer {
  const nonce = randomFillSync(Buffer.allocUnsafe(NONCE_BYTES));
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined for anything that `sealBytes` did not make with this key and these bound bytes. */
export function openBytes(key: KeyObject, sealed: Buffer, bound: Buffer): Buffer | undefined {
  if (sealed.length < SEAL_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined; // the tag does not fit: changed, or of another key or place
  }
}
