import { createHash, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const PREFIX = 'hydk_';

/** Shape of the keys that `generateApiKey` makes. */
export const API_KEY = /^hydk_[A-Za-z0-9_-]{43}$/;

export interface GeneratedApiKey {
  /** For the caller, shown once and kept nowhere. It does not print: only `reveal()` has it. */
  readonly key: ShownOnce;
  /** For the configuration. */
  readonly hash: string;
}

export interface ShownOnce {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

/** A new key of 256 random bits, and the hash that is kept of it. */
export function generateApiKey(): GeneratedApiKey {
  const text = PREFIX + randomBytes(KEY_BYTES).toString('base64url');
  const redacted = (): string => '[redacted:api key]';
  // In a closure, where neither JSON nor inspect looks.
  return { key: { reveal: () => text, toString: redacted, toJSON: redacted }, hash: hashApiKey(text) };
}

/**
 * SHA-256, 43 URL-safe characters. A fast hash without salt is enough for 256 random bits, which nobody can try out,
 * and lets a key be looked up.
 */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
