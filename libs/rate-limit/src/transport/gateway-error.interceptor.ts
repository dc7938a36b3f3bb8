import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, from, mergeMap, throwError, type Observable } from 'rxjs';
import { GatewayErrors } from './gateway-errors.js';

/** Translates errors of limited methods that a gateway calls, see gateway-errors.ts. */
@Injectable()
export class GatewayErrorInterceptor implements NestInterceptor {
  constructor(@Inject(GatewayErrors) private readonly errors: GatewayErrors) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'ws') return next.handle();
    return next
      .handle()
      .pipe(
        catchError((error: unknown) =>
          from(this.errors.translated(error, context)).pipe(mergeMap((shown) => throwError(() => shown))),
        ),
      );
  }
}
