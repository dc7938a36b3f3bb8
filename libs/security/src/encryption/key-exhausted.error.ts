import { HydrogenError } from '@hydrogenai/common';

/** A key has encrypted as often as is safe. Values that it has encrypted can still be read. */
export class KeyExhaustedError extends HydrogenError {
  constructor(keyId: string, purpose: string) {
    super(
      `The key "${keyId}" has encrypted as often as is safe with random nonces (NIST SP 800-38D, section 8.3). ` +
        'Put a new key first in "keys" and leave this one behind it, so that what it wrote is still read.',
      { code: 'KEY_EXHAUSTED', details: { keyId, purpose } },
    );
  }
}
