import type { HydrogenError } from '@hydrogenai/common';
import type { HttpException } from '@nestjs/common';
import { InvalidRequestError } from './invalid-request.error.js';
import { EndpointNotFoundError, RequestRefusedError } from './request-refused.error.js';

/** Nest's own exceptions in our words: their messages quote paths. */
export function translateHttpException(exception: HttpException): HydrogenError {
  const status = exception.getStatus();
  switch (status) {
    case 400:
      // All else that is wrong with a request is found by our own pipe.
      return new InvalidRequestError([{ field: 'path', rule: 'must be percent-encoded UTF-8 (RFC 3986)' }]);
    case 404:
      return new EndpointNotFoundError();
    default:
      return new RequestRefusedError(status);
  }
}
