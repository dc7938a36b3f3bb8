import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
import { MOST_LIMITS, type LimitCharge } from '../limit/charge.js';
import { defineRateLimit, type RateLimit, type RateLimitDefinition } from '../limit/rate-limit.definition.js';

type Args = readonly unknown[];

export interface RateLimitedOptions<
  KeyArgs extends Args = [],
  CostArgs extends Args = [],
> extends RateLimitDefinition {
  /**
   * Whose bucket a call is counted against, from the arguments of the method. Empty or not a string: the call fails with
   * `RateLimitKeyError`. Default: one bucket for all calls of this limit.
   */
  readonly key?: (...args: KeyArgs) => string;
  /** Calls that one call counts for: whole, 1 to `burst`, or a function of the method's arguments. Default: 1. */
  readonly cost?: number | ((...args: CostArgs) => number);
}

/** Options of any method, where its arguments are checked elsewhere. */
export type AnyRateLimitedOptions = RateLimitedOptions<never[], never[]>;

/** A decorated method's limit, checked, and what it asks of each call. */
export interface MethodLimit {
  readonly limit: RateLimit;
  readonly chargeOf: (args: Args) => LimitCharge;
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
  if (key !== undefined && typeof key !== 'function') {
    throw new InvalidOptionError({
      field: `${label} key`,
      accepted: 'a function of the method’s arguments that returns a string',
      received: key,
      secret: true,
    });
  }
  if (typeof cost !== 'function') wholeNumber(cost, `${label} cost`, 1, limit.burst);
  // The decorator's type has checked that the method's arguments are what these functions take.
  const keyOf = (args: Args): string => (key ? key(...(args as never[])) : SHARED_KEY);
  // As above.
  const costOf = (args: Args): number => (typeof cost === 'function' ? cost(...(args as never[])) : cost);
  return { limit, chargeOf: (args) => ({ limit, key: keyOf(args), cost: costOf(args) }) };
}
