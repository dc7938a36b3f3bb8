import { InvalidOptionError } from '@hydrogenai/common';

const SECRET_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/]{43}=?$/;
const BASE64URL = /^[A-Za-z0-9_-]{43}=?$/;
/** 32 random bytes have fewer distinct ones once in 10^30 keys; zeros, `test` and the like have. */
const LEAST_DISTINCT_BYTES = 10;

/**
 * The 32 bytes of a secret.
 * @throws InvalidOptionError that says how to make one and quotes nothing
 */
export function decodeSecret(secret: unknown, field: string): Buffer {
  const bytes = bytesOf(secret);
  if (bytes?.length === SECRET_BYTES && new Set(bytes).size >= LEAST_DISTINCT_BYTES) return bytes;
  throw new InvalidOptionError({
    field,
    accepted: '32 random bytes, as bytes or as hex or base64 text (openssl rand -base64 32)',
    received: secret,
    secret: true,
  });
}

/** An own copy, so that the caller may wipe what was given. */
function bytesOf(secret: unknown): Buffer | undefined {
  if (secret instanceof Uint8Array) return Buffer.from(secret);
  if (typeof secret !== 'string') return undefined;
  const text = secret.trim(); // files and variables often end with a line break
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  // Node reads both alphabets under either name.
  return BASE64.test(text) || BASE64URL.test(text) ? Buffer.from(text, 'base64') : undefined;
}
