import { InvalidOptionError, matching } from '@hydrogenai/common';
import { DecryptionFailedError, type DecryptionFailure } from './decryption-failed.error.js';
import { KEY_ID } from './keyring.options.js';
import type { Keyring } from './keyring.js';
import { SEAL_BYTES } from './seal-bytes.js';

export interface ConfigValueOptions {
  readonly keyring: Keyring;
  /**
   * Where the value belongs, usually the name of its variable: 1 to 128 letters, digits or `. _ : / -`. A value that was
   * encrypted for one context cannot be read in another.
   */
  readonly context: string;
}

const PURPOSE = 'hydrogenai/config/1';
const PREFIX = 'enc:v1:';
const CONTEXT = /^[A-Za-z0-9._:/-]{1,128}$/;
const CONTEXT_RULE = '1 to 128 letters, digits or . _ : / -';

/** Whether a text says that it is encrypted. */
export function isEncryptedConfigValue(text: string): boolean {
  return text.startsWith(PREFIX);
}

/**
 * A configuration value as text that may stand in a file: `enc:v1:<key id>:<base64url>`, different each time. Its length
 * tells the length of the value.
 * @throws InvalidOptionError, KeyExhaustedError
 */
export function encryptConfigValue(plain: string, { keyring, context }: ConfigValueOptions): string {
  if (typeof plain !== 'string' || !plain.isWellFormed()) {
    throw new InvalidOptionError({ field: 'plain', accepted: 'Unicode text', received: plain, secret: true });
  }
  const sealer = keyring.sealer(PURPOSE);
  const head = `${PREFIX}${sealer.active}:`;
  return head + sealer.seal(Buffer.from(plain), { bound: boundTo(head, context) }).toString('base64url');
}

/**
 * The value that `encryptConfigValue` has encrypted for this context.
 * @throws DecryptionFailedError saying what to do; InvalidOptionError for a context that is none
 */
export function decryptConfigValue(text: string, { keyring, context }: ConfigValueOptions): string {
  const fail = (reason: DecryptionFailure): DecryptionFailedError =>
    new DecryptionFailedError(reason, checkedContext(context), keyring.ids);
  if (typeof text !== 'string' || !text.startsWith(PREFIX)) throw fail('not-encrypted');
  const [keyId = '', body = '', ...more] = text.slice(PREFIX.length).split(':');
  const sealed = Buffer.from(body, 'base64url');
  // Other spellings of the same bytes are refused, or a changed text could still be read.
  const canonical = sealed.toString('base64url') === body;
  if (!KEY_ID.test(keyId) || more.length > 0 || !canonical || sealed.length < SEAL_BYTES)
    throw fail('malformed');
  const bound = boundTo(`${PREFIX}${keyId}:`, context);
  const opened = keyring.sealer(PURPOSE).open(keyId, sealed, { bound });
  if (typeof opened === 'string') throw fail(opened);
  return opened.toString();
}

/** Neither part holds a line break, so no two pairs read alike. */
function boundTo(head: string, context: string): Buffer {
  return Buffer.from(`${head}\n${checkedContext(context)}`);
}

function checkedContext(context: string): string {
  return matching(context, CONTEXT, 'context', CONTEXT_RULE);
}
