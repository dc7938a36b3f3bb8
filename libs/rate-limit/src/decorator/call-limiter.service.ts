import type { MethodCall } from '@hydrogenai/common';
import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { CallerResolver } from '../caller/caller.resolver.js';
import { currentExecutionContext } from '../caller/execution-context.storage.js';
import { RateLimitExceededError } from '../errors/rate-limit-exceeded.error.js';
import { RateLimiter } from '../rate-limiter.service.js';
import { GatewayErrors } from '../transport/gateway-errors.js';
import { writeLimitHeaders } from '../transport/response-headers.js';
import type { MethodLimit } from './rate-limited.options.js';

/** Runtime of `@RateLimited` and of guards: knows who calls, asks the limiter and tells the client. */
@Injectable()
export class CallLimiter {
  constructor(
    @Inject(RateLimiter) private readonly limiter: RateLimiter,
    @Inject(CallerResolver) private readonly callers: CallerResolver,
    @Inject(GatewayErrors) private readonly gatewayErrors: GatewayErrors,
  ) {}

  /**
   * Counts the call of a method. Only a handler tells its limits to the client: those deeper inside are nobody's business.
   * @throws RateLimitExceededError, and everything that `RateLimiter.consumeAll` throws.
   */
  admitCall(limits: readonly MethodLimit[], call: MethodCall): Promise<void> {
    const context = currentExecutionContext();
    return this.admit(limits, call.args, context, context !== undefined && isHandler(call, context));
  }

  /** Counts a call before its handler, in a guard. */
  async admitHandler(limits: readonly MethodLimit[], context: ExecutionContext): Promise<void> {
    try {
      await this.admit(limits, [context], context, true);
    } catch (error) {
      throw await this.gatewayErrors.translated(error, context);
    }
  }

  private async admit(
    limits: readonly MethodLimit[],
    args: readonly unknown[],
    context: ExecutionContext | undefined,
    tellsClient: boolean,
  ): Promise<void> {
    const charges = limits.map(({ chargeOf }) => chargeOf(args, this.callers, context));
    const decisions = await this.limiter.consumeAll(charges);
    if (tellsClient && context) writeLimitHeaders(context, decisions);
    if (!decisions.allowed) throw new RateLimitExceededError(decisions.decisive);
  }
}

function isHandler({ instance, methodName }: MethodCall, context: ExecutionContext): boolean {
  return Reflect.get(instance, methodName) === context.getHandler();
}
