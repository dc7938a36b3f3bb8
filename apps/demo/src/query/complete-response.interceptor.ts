import { currentContext, systemClock } from '@hydrogenai/common';
import type { QueryResponse } from '@hydrogenai/common/models';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import type { QueryResult } from './query.service.js';

/** Adds to a result what only the edge knows: how long it took and the id of the request. */
@Injectable()
export class CompleteResponseInterceptor implements NestInterceptor<QueryResult, QueryResponse> {
  intercept(_context: ExecutionContext, next: CallHandler<QueryResult>): Observable<QueryResponse> {
    const startedMs = systemClock.monotonicMs();
    return next.handle().pipe(map((result) => completeResponse(result, startedMs)));
  }
}

/** @param startedMs monotonic ms when the request came in. */
export function completeResponse(result: QueryResult, startedMs: number): QueryResponse {
  const executionTime = Math.round((systemClock.monotonicMs() - startedMs) * 100) / 100;
  return { ...result, executionTime, correlationId: currentContext()?.correlationId ?? '' };
}
