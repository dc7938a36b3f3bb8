import { causesOf } from './causes.js';
import { isHydrogenError } from './hydrogen.error.js';

/**
 * Codes of Node and undici for a network that may work the next time.
 * Source: `errno` names of libuv and https://undici.nodejs.org/#/docs/api/Errors.
 */
const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/**
 * True only for failures that say themselves that another try can help: our errors by `retryable`, AI SDK errors by
 * `isRetryable`, network errors by their code, looked up along `cause`. A `TypeError` of a bug is not transient, an
 * abort never is.
 */
export function isTransient(error: unknown): boolean {
  for (const current of causesOf(error)) {
    if (isHydrogenError(current)) return current.retryable;
    if ('name' in current && current.name === 'AbortError') return false;
    if ('isRetryable' in current && typeof current.isRetryable === 'boolean') return current.isRetryable;
    if ('code' in current && typeof current.code === 'string' && TRANSIENT_CODES.has(current.code))
      return true;
  }
  return false;
}
