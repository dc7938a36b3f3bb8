import { HydrogenError } from '@hydrogenai/common';

/** Why a value cannot be decrypted. */
export type DecryptionFailure = 'not-encrypted' | 'malformed' | 'unknown-key' | 'not-authentic';

const WHAT_TO_DO: Readonly<Record<DecryptionFailure, string>> = {
  'not-encrypted': 'it does not begin with "enc:v1:". Encrypt it with encryptConfigValue first.',
  malformed:
    'it is no whole envelope "enc:v1:<key id>:<base64url>". Copy it again, with all of its end and without line breaks.',
  'unknown-key': 'the key that encrypted it is not in the keyring. Add that key behind the first one.',
  'not-authentic':
    'it was changed, was encrypted for another context, or a key of this id has another secret. Encrypt it anew for this context.',
};

/** An encrypted configuration value is refused. It names the context and what to do, never anything of the value. */
export class DecryptionFailedError extends HydrogenError {
  constructor(
    readonly reason: DecryptionFailure,
    context: string,
    keyIds: readonly string[],
  ) {
    super(`The value of "${context}" cannot be decrypted: ${WHAT_TO_DO[reason]}`, {
      code: 'DECRYPTION_FAILED',
      details: { reason, context, keyIds },
    });
  }
}
