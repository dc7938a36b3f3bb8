import type { RecordKeyring } from '../encryption/record-keyring.js';

/** Where a record stands. What was written in one place cannot be read in another. */
export interface RecordContext {
  /** The full key in the store. */
  readonly key: string;
  readonly tenant: string | undefined;
  /** Encrypts and decrypts; undefined: records are not encrypted, and encrypted ones cannot be read. */
  readonly keyring: RecordKeyring | undefined;
}

/** What encryption binds the body to: key and header. The header tells its own length, so no other pair reads alike. */
export function boundBytes(key: string, header: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${key}\0`), header]);
}
