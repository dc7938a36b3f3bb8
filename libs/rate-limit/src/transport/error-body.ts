import { currentContext, type HydrogenError, type PublicErrorDetails } from '@hydrogenai/common';

/** What a client is told of a refused call, on every transport. It never holds the key. */
export interface RateLimitErrorBody {
  readonly code: string;
  readonly message: string;
  /** When the request has one (`currentContext()`). */
  readonly correlationId?: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly details?: PublicErrorDetails;
}

export function errorBody(error: HydrogenError): RateLimitErrorBody {
  const { code, message, retryable, retryAfterMs, details } = error;
  const correlationId = currentContext()?.correlationId;
  return {
    code,
    message,
    ...(correlationId === undefined ? {} : { correlationId }),
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(details === undefined ? {} : { details }),
  };
}
