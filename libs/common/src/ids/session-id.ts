import { randomBytes } from 'node:crypto';

/** 18 bytes are 144 bits and fill 24 base64url characters exactly; OWASP asks for at least 64 bits of entropy. */
const SESSION_ID_BYTES = 18;

/** A new session id: 24 URL-safe characters from the system's secure random source. */
export function generateSessionId(): string {
  return randomBytes(SESSION_ID_BYTES).toString('base64url');
}
