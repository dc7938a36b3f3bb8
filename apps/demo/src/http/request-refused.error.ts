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

/** The HTTP layer refused the request for a reason that its status names. */
export class RequestRefusedError extends HydrogenError {
  constructor(httpStatus: number) {
    super(`The request was refused with HTTP status ${httpStatus}.`, {
      code: `HTTP_${httpStatus}`,
      httpStatus,
    });
  }
}
