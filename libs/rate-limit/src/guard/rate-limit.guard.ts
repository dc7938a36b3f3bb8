import {
  Inject,
  Injectable,
  type Abstract,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { CallLimiter } from '../decorator/call-limiter.service.js';
import {
  resolveMethodLimits,
  type MethodLimit,
  type RateLimitedOptions,
} from '../decorator/rate-limited.options.js';

/** A limit of a guard. Functions for `key` and `cost` get the `ExecutionContext`; arguments do not exist yet. */
export type RateLimitGuardOptions = RateLimitedOptions<
  [context: ExecutionContext],
  [context: ExecutionContext]
>;

/** One limit, or several: a call counts against all of them when each has room, and against none otherwise. */
export type RateLimitGuardLimits = RateLimitGuardOptions | readonly RateLimitGuardOptions[];

/** What Nest injects for a value of this type. A text or symbol says nothing about it. */
export type RateLimitGuardToken<Value> = Type<Value> | Abstract<Value> | string | symbol;

/** Limits whose numbers are known only when the application starts, e.g. from its configuration. */
export interface RateLimitGuardFactory<Values extends readonly unknown[]> {
  /** What `useFactory` gets, as the module of the guarded class knows it. */
  readonly inject: { readonly [Index in keyof Values]: RateLimitGuardToken<Values[Index]> };
  /** Called when the application starts, once for each module whose classes the guard guards. */
  readonly useFactory: (...values: Values) => RateLimitGuardLimits;
}

const LABEL = 'rateLimitGuard';

/**
 * A guard for `@UseGuards` on a controller, resolver, gateway or one of their handlers, on every transport. All handlers of
 * a class share the buckets of its guard. It runs before pipes, so calls with invalid arguments count, too.
 * @throws InvalidOptionError when the class is defined, for options out of range.
 */
export function rateLimitGuard(limits: RateLimitGuardLimits): Type<CanActivate>;
/** The same with limits made of injected values. Options out of range fail with InvalidOptionError at the start. */
export function rateLimitGuard<const Values extends readonly unknown[]>(
  factory: RateLimitGuardFactory<Values>,
): Type<CanActivate>;
export function rateLimitGuard(
  options: RateLimitGuardLimits | RateLimitGuardFactory<never[]>,
): Type<CanActivate> {
  if (isFactory(options)) {
    const { inject, useFactory } = options;
    return guardOf(inject, (...values: never[]) => resolveMethodLimits(useFactory(...values), LABEL));
  }
  const limits = resolveMethodLimits(options, LABEL);
  return guardOf([], () => limits);
}

function guardOf<Values extends readonly unknown[]>(
  inject: readonly RateLimitGuardToken<unknown>[],
  limitsOf: (...values: Values) => readonly MethodLimit[],
): Type<CanActivate> {
  class RateLimitGuard implements CanActivate {
    private readonly limits: readonly MethodLimit[];

    constructor(
      private readonly limiter: CallLimiter,
      ...values: Values
    ) {
      this.limits = limitsOf(...values);
    }

    async canActivate(context: ExecutionContext): Promise<boolean> {
      await this.limiter.admitHandler(this.limits, context);
      return true;
    }
  }
  // By hand: decorators in the class would make the compiler emit one more parameter for the rest of them.
  Injectable()(RateLimitGuard);
  for (const [index, token] of [CallLimiter, ...inject].entries()) {
    Inject(token)(RateLimitGuard, undefined, index);
  }
  return RateLimitGuard;
}

function isFactory(
  options: RateLimitGuardLimits | RateLimitGuardFactory<never[]>,
): options is RateLimitGuardFactory<never[]> {
  return typeof options === 'object' && options !== null && 'useFactory' in options;
}
