import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { from, mergeMap, Observable, type Subscription } from 'rxjs';
import { runChecked } from './checked-call.storage.js';
import { IdentifiedCalls } from './identified-calls.js';
import { isPrincipal } from './identity.port.js';
import { runAs } from './run-as.js';

/** Lets everything below a handler know who calls: `currentContext()?.principal`. */
@Injectable()
export class PrincipalInterceptor implements NestInterceptor {
  constructor(@Inject(IdentifiedCalls) private readonly calls: IdentifiedCalls) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const call = this.calls.of(context);
    const handler = call.checked ? context.getHandler() : undefined;
    return from(call.identified).pipe(
      mergeMap((who) => {
        // Subscribed inside, too: a stream that a handler returns does its work when it is subscribed.
        return new Observable((subscriber) =>
          runChecked({ handler, who }, () => {
            const run = (): Subscription => next.handle().subscribe(subscriber);
            return isPrincipal(who) ? runAs(who, run) : run();
          }),
        );
      }),
    );
  }
}
