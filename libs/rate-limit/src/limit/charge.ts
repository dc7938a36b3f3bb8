import { InvalidOptionError, wholeNumber } from '@hydrogenai/common';
import { RateLimitCostError } from '../errors/rate-limit-cost.error.js';
import type { Charge } from '../stores/rate-limit.store.js';
import { bucketName } from './bucket-name.js';
import type { RateLimit } from './rate-limit.definition.js';

/** One limit that a call counts against. */
export interface LimitCharge {
  readonly limit: RateLimit;
  /** Whose bucket: not empty. */
  readonly key: string;
  /** Calls that this one counts for: whole, 1 to the limit's `burst`; in shadow mode also more. Default: 1. */
  readonly cost?: number;
}

/** Enough for every application that was seen; one script call must stay short. */
export const MOST_LIMITS = 16;

/**
 * Checks one charge.
 * @throws RateLimitKeyError, RateLimitCostError, InvalidOptionError.
 */
export function checkedCharge({ limit, key, cost = 1 }: LimitCharge): Charge {
  // A definition that nobody has checked has no id, and would be a limit of nobody knows what.
  if (typeof limit?.id !== 'string') {
    throw new InvalidOptionError({
      field: 'limit of a call',
      accepted: 'a limit that defineRateLimit has made',
      received: limit,
    });
  }
  const bucket = bucketName(limit, key);
  // The common case first: this runs on every call.
  if (cost !== 1) checkCost(limit, cost);
  return { bucket, rate: limit, cost, binding: limit.mode === 'enforce' };
}

/**
 * Checks the charges of one call.
 * @throws also InvalidOptionError for none, for more than 16, and for a limit that counts the same key twice.
 */
export function checkedCharges(charges: readonly LimitCharge[]): readonly Charge[] {
  if (!Array.isArray(charges) || charges.length < 1 || charges.length > MOST_LIMITS) {
    throw new InvalidOptionError({
      field: 'charges',
      accepted: `1 to ${MOST_LIMITS} limits at once`,
      received: charges,
    });
  }
  const checked = charges.map(checkedCharge);
  if (checked.length > 1 && new Set(checked.map(({ bucket }) => bucket)).size < checked.length) {
    throw new InvalidOptionError({
      field: 'charges',
      accepted: 'each limit once for each key; add up the costs of the others',
      received: charges,
    });
  }
  return checked;
}

function checkCost(limit: RateLimit, cost: unknown): void {
  const whole = wholeNumber(
    cost,
    `cost of a call under the limit "${limit.name}"`,
    1,
    Number.MAX_SAFE_INTEGER,
  );
  // A limit in shadow mode has no room for it, which is all that it may say.
  if (whole > limit.burst && limit.mode === 'enforce')
    throw new RateLimitCostError(limit.name, whole, limit.burst);
}
