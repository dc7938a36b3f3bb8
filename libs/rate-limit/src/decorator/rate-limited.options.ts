import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
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

/** A decorated method's limit, checked, and what it asks of each call. */
export interface MethodLimit {
  readonly limit: RateLimit;
  readonly keyOf: (args: Args) => string;
  readonly costOf: (args: Args) => number;
}

/** Bucket of a limit without `key`. */
const SHARED_KEY = 'all';

/** @throws InvalidOptionError naming the field, the accepted range and the value received. */
export function resolveRateLimitedOptions<KeyArgs extends Args, CostArgs extends Args>(
  options: RateLimitedOptions<KeyArgs, CostArgs>,
): MethodLimit {
  const limit = defineRateLimit(options, '@RateLimited');
  const { key, cost = 1 } = options;
  if (key !== undefined && typeof key !== 'function') {
    throw new InvalidOptionError({
      field: '@RateLimited key',
      accepted: 'a function of the method’s arguments that returns a string',
      received: key,
      secret: true,
    });
  }
  if (typeof cost !== 'function') wholeNumber(cost, '@RateLimited cost', 1, limit.burst);
  return {
    limit,
    // The decorator's type has checked that the method's arguments are what these functions take.
    keyOf: (args) => (key ? key(...(args as unknown as KeyArgs)) : SHARED_KEY),
    // As above.
    costOf: (args) => (typeof cost === 'function' ? cost(...(args as unknown as CostArgs)) : cost),
  };
}
