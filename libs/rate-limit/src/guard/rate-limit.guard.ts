import { Inject, Injectable, type CanActivate, type ExecutionContext, type Type } from '@nestjs/common';
import { CallLimiter } from '../decorator/call-limiter.service.js';
import { resolveMethodLimits, type RateLimitedOptions } from '../decorator/rate-limited.options.js';

/** A limit of a guard. Functions for `key` and `cost` get the `ExecutionContext`; arguments do not exist yet. */
export type RateLimitGuardOptions = RateLimitedOptions<
  [context: ExecutionContext],
  [context: ExecutionContext]
>;

/**
 * A guard for `@UseGuards` on a controller, resolver, gateway or one of their handlers, on every transport. All handlers of
 * a class share the buckets of its guard. It runs before pipes, so calls with invalid arguments count, too.
 * @param limits one limit, or several: a call counts against all of them when each has room, and against none otherwise.
 * @throws InvalidOptionError when the class is defined, for options out of range.
 */
export function rateLimitGuard(
  limits: RateLimitGuardOptions | readonly RateLimitGuardOptions[],
): Type<CanActivate> {
  const resolved = resolveMethodLimits(limits, 'rateLimitGuard');

  @Injectable()
  class RateLimitGuard implements CanActivate {
    constructor(@Inject(CallLimiter) private readonly limiter: CallLimiter) {}

    async canActivate(context: ExecutionContext): Promise<boolean> {
      await this.limiter.admitHandler(resolved, context);
      return true;
    }
  }
  return RateLimitGuard;
}
