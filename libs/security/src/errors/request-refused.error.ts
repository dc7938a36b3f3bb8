import { HydrogenError } from '@hydrogenai/common';

/** Statuses that say themselves that the same request may succeed later (RFC 9110, section 15; RFC 6585, section 4). */
const RETRYABLE: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** The framework refused the request for a reason that its status names. */
export class RequestRefusedError extends HydrogenError {
  constructor(httpStatus: number) {
    super(`The request was refused with HTTP status ${httpStatus}.`, {
      code: `HTTP_${httpStatus}`,
      httpStatus,
      retryable: RETRYABLE.has(httpStatus),
    });
  }
}
