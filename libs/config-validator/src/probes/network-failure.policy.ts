import { failed, noAnswer, undetermined } from './outcomes.js';
import type { ProbeOutcome } from './probe.port.js';

/** Nothing listens, or no way leads there. https://nodejs.org/api/errors.html#common-system-errors */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
]);

/** The verification of a certificate failed. https://docs.openssl.org/3.5/man1/openssl-verification-options */
const NOT_TRUSTED: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The other side answered, and not in TLS. */
const NO_TLS: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'EPROTO',
]);

const TOO_LATE: ReadonlySet<string> = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/**
 * What the codes of a failed connection say; `undefined` when they say nothing. A name that cannot be looked up just now
 * (EAI_AGAIN) may exist, so nothing is known then.
 */
export function networkFailure(codes: readonly string[]): ProbeOutcome | undefined {
  const some = (set: ReadonlySet<string>): boolean => codes.some((code) => set.has(code));
  if (codes.includes('ENOTFOUND')) {
    return failed(
      'CFG-REACH-002',
      'The host that it names does not exist.',
      'Correct the host name, or the name server of this machine.',
    );
  }
  if (some(NOT_TRUSTED)) {
    return failed(
      'CFG-REACH-003',
      'The certificate of the server is not trusted, has expired or is made out to another name.',
      'Renew the certificate, or name its authority in NODE_EXTRA_CA_CERTS.',
    );
  }
  if (some(NO_TLS) || codes.some((code) => code.startsWith('ERR_SSL_'))) {
    return failed(
      'CFG-REACH-013',
      'The server does not answer in TLS, which the address asks for.',
      'Correct the port or the scheme.',
    );
  }
  if (some(UNREACHABLE)) {
    return failed(
      'CFG-REACH-001',
      'Nothing accepts connections at the host and port that it names.',
      'Start the server, or correct host and port.',
    );
  }
  if (codes.includes('EAI_AGAIN')) {
    return undetermined(
      'CFG-REACH-005',
      'The host name could not be looked up, because no name server answered.',
      'Check the network of this machine.',
    );
  }
  return some(TOO_LATE) ? noAnswer() : undefined;
}
