import {
  generateCorrelationId,
  isHydrogenError,
  toPublicError,
  type HydrogenError,
} from '@hydrogenai/common';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { CORRELATION_HEADER } from './correlation.middleware.js';
import { logFailure } from './failure.log.js';
import { translateHttpException } from './http-exception.policy.js';

const MS_PER_SECOND = 1_000;

/** Turns whatever is thrown into `{ code, message, correlationId, retryable, ... }`. Nothing foreign is quoted. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    // The client has gone: nobody is there to answer, and nothing has failed.
    if (response.destroyed) return;
    const error = thrown instanceof HttpException ? translateHttpException(thrown) : thrown;
    const correlationId = this.correlationIdOf(response);
    logFailure(error, correlationId);
    if (response.headersSent) {
      response.end();
      return;
    }
    if (isHydrogenError(error)) setRetryAfter(response, error);
    response
      .status(isHydrogenError(error) ? error.httpStatus : 500)
      .json(toPublicError(error, correlationId));
  }

  /** What fails before the middleware, such as a path that is no URL, has no id yet. */
  private correlationIdOf(response: Response): string {
    const set = response.getHeader(CORRELATION_HEADER);
    if (typeof set === 'string') return set;
    const correlationId = generateCorrelationId();
    if (!response.headersSent) response.setHeader(CORRELATION_HEADER, correlationId);
    return correlationId;
  }
}

/** Whole seconds, rounded up (RFC 9110, section 10.2.3): a client that obeys is never too early. */
function setRetryAfter(response: Response, { retryAfterMs }: HydrogenError): void {
  if (retryAfterMs !== undefined)
    response.setHeader('retry-after', String(Math.ceil(retryAfterMs / MS_PER_SECOND)));
}
