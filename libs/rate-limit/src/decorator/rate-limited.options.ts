import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
import type { ExecutionContext } from '@nestjs/common';
import type { CallerKey } from '../caller/by.js';
import type { CallerResolver } from '../caller/caller.resolver.js';
import { RateLimitKeyError } from '../errors/rate-limit-key.error.js';
import { MOST_LIMITS, type LimitCharge } from '../limit/charge.js';
import { defineRateLimit, type RateLimit, type RateLimitDefinition } from '../limit/rate-limit.definition.js';

type Args = readonly unknown[];

export interface RateLimitedOptions<
  KeyArgs extends Args = [],
  CostArgs extends Args = [],
> extends RateLimitDefinition {
  /**
   * Whose bucket a call is counted against: the caller's (`by.user`, `by.tenant`, `by.ip`), or a function of the method's
   * arguments. No caller, or a key that is empty or not a string: the call fails with `RateLimitKeyError`. Default: one
   * bucket for all calls of this limit.
   */
  readonly key?: CallerKey | ((...args: KeyArgs) => string);
  /** Calls that one call counts for: whole, 1 to `burst`, or a function of the method's arguments. Default: 1. */
  readonly cost?: number | ((...args: CostArgs) => number);
}

/** Options of any method, where its arguments are checked elsewhere. */
export type AnyRateLimitedOptions = RateLimitedOptions<never[], never[]>;

/** A decorated method's limit, checked, and what it asks of each call. */
export interface MethodLimit {
  readonly limit: RateLimit;
  /** @param context the handler that the call belongs to, if any. */
  readonly chargeOf: (
    args: Args,
    callers: CallerResolver,
    context: ExecutionContext | undefined,
  ) => LimitCharge;
}

/** Bucket of a limit without `key`. */
const SHARED_KEY = 'all';

/**
 * Checks the limits of one method.
 * @param label how errors call the fields.
 * @throws InvalidOptionError naming the field, the accepted range and the value received.
 */
export function resolveMethodLimits(
  options: AnyRateLimitedOptions | readonly AnyRateLimitedOptions[],
  label: string,
): readonly MethodLimit[] {
  if (!Array.isArray(options)) return [resolveMethodLimit(options as AnyRateLimitedOptions, label)];
  const limits = options.map((one: AnyRateLimitedOptions) => resolveMethodLimit(one, label));
  const names = limits.map(({ limit }) => limit.name);
  if (limits.length === 0 || limits.length > MOST_LIMITS || new Set(names).size < names.length) {
    throw new InvalidOptionError({
      field: `${label} limits`,
      accepted: `1 to ${MOST_LIMITS} limits with names of their own`,
      received: options,
    });
  }
  return limits;
}

function resolveMethodLimit(options: AnyRateLimitedOptions, label: string): MethodLimit {
  const limit = defineRateLimit(options, { label, besides: ['key', 'cost'] });
  const { key, cost = 1 } = options;
  if (typeof cost !== 'function') wholeNumber(cost, `${label} cost`, 1, limit.burst);
  const keyOf = keyReader(limit, key, label);
  // The type of the decorator or guard has checked that these arguments are what the function takes.
  const costOf = (args: Args): number => (typeof cost === 'function' ? cost(...(args as never[])) : cost);
  return {
    limit,
    chargeOf: (args, callers, context) => ({ limit, key: keyOf(args, callers, context), cost: costOf(args) }),
  };
}

type KeyReader = (args: Args, callers: CallerResolver, context: ExecutionContext | undefined) => string;

function keyReader({ name }: RateLimit, key: AnyRateLimitedOptions['key'], label: string): KeyReader {
  if (key === undefined) return () => SHARED_KEY;
  // As above.
  if (typeof key === 'function') return (args) => key(...(args as never[]));
  if (typeof key === 'object' && key !== null && typeof key.of === 'function') {
    return (_args, callers, context) => {
      const found = key.of(callers.of(context));
      if (found === undefined) throw RateLimitKeyError.unknownCaller(name, key.kind);
      return found;
    };
  }
  throw new InvalidOptionError({
    field: `${label} key`,
    accepted: 'by.user, by.tenant, by.ip or a function that returns a string',
    received: key,
    secret: true,
  });
}
