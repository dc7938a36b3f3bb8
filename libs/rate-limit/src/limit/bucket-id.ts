import { hash } from 'node:crypto';
import { RateLimitKeyError } from '../errors/rate-limit-key.error.js';
import type { RateLimit } from './rate-limit.definition.js';

/**
 * Identity of the bucket of `key` under `limit`: SHA-256 in 43 characters, so that a key of any length and content gives
 * a short and harmless name. JSON keeps the parts apart and, unlike UTF-8, lone surrogates too.
 * @throws RateLimitKeyError for an empty or non-string key.
 */
export function bucketId({ name, limit, periodMs, burst }: RateLimit, key: unknown): string {
  if (typeof key !== 'string' || key === '') throw new RateLimitKeyError(name, key);
  return hash('sha256', JSON.stringify([name, limit, periodMs, burst, key]), 'base64url');
}
