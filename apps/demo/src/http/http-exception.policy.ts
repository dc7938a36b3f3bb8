import type { HydrogenError } from '@hydrogenai/common';
import { InvalidRequestError } from '@hydrogenai/security';
import type { HttpException } from '@nestjs/common';
import { EndpointNotFoundError } from './endpoint-not-found.error.js';

/** Nest's own exceptions in our words: their messages quote paths. The filter says all others by their status. */
export function translateHttpException(exception: HttpException): HydrogenError | undefined {
  switch (exception.getStatus()) {
    case 400:
      // All else that is wrong with a request is found by our own pipe.
      return new InvalidRequestError([{ field: 'path', rule: 'must be percent-encoded UTF-8 (RFC 3986)' }]);
    case 404:
      return new EndpointNotFoundError();
    default:
      return undefined;
  }
}
