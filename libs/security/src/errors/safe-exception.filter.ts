import { currentContext, generateCorrelationId } from '@hydrogenai/common';
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { throwError } from 'rxjs';
import type { ErrorFilterOptions } from './error-filter.options.js';
import { answer, correlationIdOf, isListening } from './http-answer.js';
import { safeError, type SafeError } from './safe-error.js';
import { sendException } from './socket-message.js';

const CORRELATION_HEADER = 'x-correlation-id';

/**
 * Turns whatever is thrown into `{ code, message, correlationId, retryable, retryAfterMs?, details? }`, and lets nothing else
 * out: over HTTP (Express and Fastify), GraphQL (`extensions`), to callers of message handlers and, bound to a gateway by
 * `@UseFilters`, to its sockets. Nothing foreign is quoted; what nobody expected is logged.
 */
@Catch()
export class SafeExceptionFilter implements ExceptionFilter {
  constructor(private readonly options: ErrorFilterOptions = {}) {}

  catch(thrown: unknown, host: ArgumentsHost): unknown {
    const type: string = host.getType();
    switch (type) {
      case 'http':
        return this.answerHttp(thrown, host);
      case 'graphql':
        return graphqlError(this.safeMessage(thrown));
      case 'ws':
        return sendException(host.getArgByIndex(0), this.safeMessage(thrown).body);
      default: {
        const { body } = this.safeMessage(thrown);
        return throwError(() => body);
      }
    }
  }

  private answerHttp(thrown: unknown, host: ArgumentsHost): void {
    const response: unknown = host.getArgByIndex(1);
    // The client has gone, and nothing has failed.
    if (!isListening(response)) return;
    const correlationId = correlationIdOf(response, this.options.correlationHeader ?? CORRELATION_HEADER);
    answer(response, safeError(thrown, correlationId, this.options));
  }

  private safeMessage(thrown: unknown): SafeError {
    return safeError(thrown, currentContext()?.correlationId ?? generateCorrelationId(), this.options);
  }
}

/** A resolver that returns an error has failed with it, and the executor copies `extensions` (GraphQL, section 7.1.2). */
function graphqlError({ body: { message, ...extensions } }: SafeError): Error {
  return Object.assign(new Error(message), { extensions });
}
