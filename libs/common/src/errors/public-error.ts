import { isHydrogenError } from './hydrogen.error.js';
import type { PublicErrorDetails } from './public-details.js';

/** The only error shape that leaves a service. */
export interface PublicError {
  readonly code: string;
  readonly message: string;
  readonly correlationId: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly details?: PublicErrorDetails;
}

/**
 * Translates any thrown value into what a caller may see. An error that is not ours becomes `INTERNAL_ERROR` without
 * its message, because nobody knows what a foreign message quotes.
 */
export function toPublicError(error: unknown, correlationId: string): PublicError {
  if (!isHydrogenError(error)) {
    return {
      code: 'INTERNAL_ERROR',
      message: 'The request failed for a reason that was logged under this correlation id.',
      correlationId,
      retryable: false,
    };
  }
  return {
    code: error.code,
    message: error.message,
    correlationId,
    retryable: error.retryable,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.details === undefined ? {} : { details: error.details }),
  };
}
