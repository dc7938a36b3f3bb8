import type { HydrogenError } from '@hydrogenai/common';
import { InvalidRequestError, RequestRefusedError } from '@hydrogenai/security';

/** Largest body that is read. It leaves room to say of a far too long question that it is too long. */
export const BODY_LIMIT = '4mb';

/** What the body parser means by the status of its error; its messages quote bodies. */
export function bodyErrorOf(status: number): HydrogenError {
  switch (status) {
    case 400:
      return new InvalidRequestError([{ field: 'body', rule: 'must be JSON (RFC 8259) in UTF-8' }]);
    case 413:
      return new InvalidRequestError([{ field: 'body', rule: `must not be larger than ${BODY_LIMIT}` }], 413);
    case 415:
      return new InvalidRequestError(
        [{ field: 'body', rule: 'must be in UTF-8, plain or compressed by gzip, deflate or br' }],
        415,
      );
    default:
      return new RequestRefusedError(status);
  }
}
