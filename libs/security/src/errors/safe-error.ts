import { isHydrogenError, toPublicError, type PublicError } from '@hydrogenai/common';
import { HttpException } from '@nestjs/common';
import type { ErrorFilterOptions } from './error-filter.options.js';
import { logFailure } from './failure.log.js';
import { RequestRefusedError } from './request-refused.error.js';

const SERVER_ERROR = 500;

/** What may leave of a thrown value, and with which status. */
export interface SafeError {
  readonly status: number;
  readonly body: PublicError;
  /** What `WWW-Authenticate` says, where the error asks for a key. */
  readonly challenge: string | undefined;
}

/** Logs what nobody expected, and gives what may be told of it. */
export function safeError(thrown: unknown, correlationId: string, options: ErrorFilterOptions): SafeError {
  const error = thrown instanceof HttpException ? translated(thrown, options) : thrown;
  logFailure(failureOf(thrown, error), correlationId, options.masker);
  const challenge: unknown = isHydrogenError(error) ? Reflect.get(error, 'challenge') : undefined;
  return {
    status: isHydrogenError(error) ? error.httpStatus : SERVER_ERROR,
    body: toPublicError(error, correlationId),
    challenge: typeof challenge === 'string' ? challenge : undefined,
  };
}

function translated(exception: HttpException, { translate }: ErrorFilterOptions): unknown {
  return translate?.(exception) ?? new RequestRefusedError(exception.getStatus());
}

/** An exception that blames the server is a failure, whoever has thrown it; any other translated one is an answer. */
function failureOf(thrown: unknown, error: unknown): unknown {
  return thrown instanceof HttpException && thrown.getStatus() === SERVER_ERROR ? thrown : error;
}
