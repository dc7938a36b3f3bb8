import { hash } from 'node:crypto';
import { RateLimitKeyError } from '../errors/rate-limit-key.error.js';
import type { RateLimit } from './rate-limit.definition.js';

/** Longer keys are kept as their digest, so that a bucket takes as little memory for a hostile key as for another. */
const LONGEST_PLAIN_KEY = 128;

/**
 * Identity of the bucket of `key` under `limit`, the same in all processes. The limit's part is JSON and holds no line
 * break, so the first one ends it, and no key can pass for another limit's. Nothing is normalised: keys that only look
 * alike stay apart.
 * @throws RateLimitKeyError for an empty or non-string key.
 */
export function bucketName({ name, id }: RateLimit, key: unknown): string {
  if (typeof key !== 'string' || key === '') throw new RateLimitKeyError(name, key);
  return key.length <= LONGEST_PLAIN_KEY ? `${id}\n=${key}` : `${id}\n#${digest(key)}`;
}

/** SHA-256 in 43 URL-safe characters. JSON keeps lone surrogates apart, which all are one character in UTF-8. */
export function digest(text: string): string {
  return hash('sha256', text.isWellFormed() ? text : JSON.stringify(text), 'base64url');
}
