import { HydrogenError } from '@hydrogenai/common';

/** Nobody knows who calls, and the call is not for everybody. HTTP 401. */
export class NotAuthenticatedError extends HydrogenError {
  /** What `WWW-Authenticate` says (RFC 9110, section 11.6.1). */
  readonly challenge: string;

  /** @param presented whether the caller has shown something that was not recognised */
  constructor(presented = false) {
    super(
      presented
        ? 'The key that was sent is not known here. Send a valid one as "Authorization: Bearer <key>" or "x-api-key".'
        : 'This call needs a key. Send it as "Authorization: Bearer <key>" or "x-api-key".',
      { code: 'NOT_AUTHENTICATED', httpStatus: 401 },
    );
    // RFC 6750, section 3.1: no error code where no credentials were sent.
    this.challenge = presented ? 'Bearer error="invalid_token"' : 'Bearer';
  }
}
