import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { throwError } from 'rxjs';
import { errorBody } from './error-body.js';
import { RATE_LIMIT_ERRORS, type RateLimitError } from './rate-limit-errors.js';
import { writeRetryAfter } from './response-headers.js';

/**
 * Answers refused calls where the application has no filter of its own for them: HTTP with the error's status, GraphQL with
 * `extensions`, message handlers with an error payload (events are dropped). Nest gives gateways no global filters, see
 * gateway-errors.ts.
 */
@Catch(...RATE_LIMIT_ERRORS)
export class RateLimitErrorFilter implements ExceptionFilter<RateLimitError> {
  private readonly logger = new Logger('RateLimitModule');

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  catch(error: RateLimitError, host: ArgumentsHost): unknown {
    // A mistake of the program; Nest would log it, too.
    if (error.httpStatus === 500) this.logger.error(error);
    const type: string = host.getType();
    switch (type) {
      case 'http':
        return this.answer(error, host);
      case 'graphql':
        writeRetryAfter(host, error.retryAfterMs);
        return graphqlError(error);
      case 'rpc':
        return throwError(() => errorBody(error));
      default:
        throw error;
    }
  }

  private answer(error: RateLimitError, host: ArgumentsHost): void {
    const { httpAdapter } = this.host;
    const response: unknown = host.getArgByIndex(1);
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response);
      return;
    }
    writeRetryAfter(host, error.retryAfterMs);
    httpAdapter.reply(response, errorBody(error), error.httpStatus);
  }
}

/** A resolver that returns an error has failed with it, and the executor copies `extensions` (GraphQL, section 7.1.2). */
function graphqlError(error: RateLimitError): Error {
  const { message, ...extensions } = errorBody(error);
  const shown = new Error(message, { cause: error });
  shown.name = error.name;
  return Object.assign(shown, { extensions });
}
