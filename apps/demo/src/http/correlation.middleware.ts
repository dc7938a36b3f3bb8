import {
  CORRELATION_ID_RULE,
  generateCorrelationId,
  isCorrelationId,
  runInContext,
} from '@hydrogenai/common';
import { InvalidRequestError } from '@hydrogenai/security';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

export const CORRELATION_HEADER = 'x-correlation-id';

/**
 * Gives every request its correlation id, taken from the caller or made, and answers with it. An id that could do harm in
 * a log is refused; that answer carries a new one.
 */
@Injectable()
export class CorrelationMiddleware implements NestMiddleware {
  use(request: Request, response: Response, next: NextFunction): void {
    const given = request.headers[CORRELATION_HEADER];
    const correlationId = isCorrelationId(given) ? given : generateCorrelationId();
    response.setHeader(CORRELATION_HEADER, correlationId);
    if (given !== undefined && given !== correlationId) {
      throw new InvalidRequestError([{ field: CORRELATION_HEADER, rule: `must be ${CORRELATION_ID_RULE}` }]);
    }
    runInContext({ correlationId }, next);
  }
}
