import { HydrogenError } from '@hydrogenai/common';

/** It is known who calls, and that it may not. HTTP 403. Which roles there are is not told. */
export class AccessDeniedError extends HydrogenError {
  constructor(readonly permission: string) {
    super(`This call needs the permission "${permission}", which the caller does not have.`, {
      code: 'ACCESS_DENIED',
      httpStatus: 403,
      details: { permission },
    });
  }
}
