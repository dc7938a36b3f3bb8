import { HydrogenError } from '@hydrogenai/common';

/** No endpoint answers this method and path. */
export class EndpointNotFoundError extends HydrogenError {
  constructor() {
    super('No endpoint answers this method and path. GET /docs lists them all.', {
      code: 'NOT_FOUND',
      httpStatus: 404,
    });
  }
}
