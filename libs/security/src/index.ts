// Encryption
export { Keyring } from './encryption/keyring.js';
export type { KeyringKey, KeyringOptions } from './encryption/keyring.options.js';
export type { Opened, Sealer, SealPlace } from './encryption/sealer.js';
export { SEAL_BYTES } from './encryption/seal-bytes.js';
export {
  decryptConfigValue,
  encryptConfigValue,
  isEncryptedConfigValue,
  type ConfigValueOptions,
} from './encryption/config-value.js';
export { DecryptionFailedError, type DecryptionFailure } from './encryption/decryption-failed.error.js';
export { KeyExhaustedError } from './encryption/key-exhausted.error.js';
export { keyWorn, type KeyWorn } from './encryption/key-worn.facts.js';

// Hashing
export { hashSensitiveData, type HashOptions, type SensitiveHash } from './hashing/hash-sensitive-data.js';
