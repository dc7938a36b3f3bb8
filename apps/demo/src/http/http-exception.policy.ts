import type { HydrogenError } from '@hydrogenai/common';
import type { HttpException } from '@nestjs/common';
import { InvalidRequestError } from './invalid-request.error.js';
import { EndpointNotFoundError, RequestRefusedError } from './request-refused.error.js';

/** Largest body that is read. It leaves room to say of a far too long question that it is too long. */
export const BODY_LIMIT = '4mb';

/** Nest's own exceptions in our words: their messages quote paths and bodies. */
export function translateHttpException(exception: HttpException): HydrogenError {
  return errorOfStatus(exception.getStatus());
}

/** What the HTTP layer means by a status. */
export function errorOfStatus(status: number): HydrogenError {
  switch (status) {
    case 400:
      return new InvalidRequestError([{ field: 'body', rule: 'must be JSON (RFC 8259) in UTF-8' }]);
    case 404:
      return new EndpointNotFoundError();
    case 413:
      return new InvalidRequestError([{ field: 'body', rule: `must not be larger than ${BODY_LIMIT}` }], 413);
    case 415:
      return new InvalidRequestError(
        [{ field: 'content-type', rule: 'must be application/json in UTF-8' }],
        415,
      );
    default:
      return new RequestRefusedError(status);
  }
}
