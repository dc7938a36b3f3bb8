import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Observable } from 'rxjs';
import { runInExecutionContext } from './execution-context.storage.js';

/** Lets everything below a handler know which handler it is. */
@Injectable()
export class ExecutionContextInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    // Subscribed inside, too: a stream that a handler returns does its work when it is subscribed.
    return new Observable((subscriber) =>
      runInExecutionContext(context, () => next.handle().subscribe(subscriber)),
    );
  }
}
