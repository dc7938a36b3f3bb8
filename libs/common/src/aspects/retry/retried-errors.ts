import { causesOf } from '../../errors/causes.js';
import { isHydrogenError } from '../../errors/hydrogen.error.js';

/**
 * Errors that an inner `@Retryable` gave up on, and when, in give-ups. An outer one lets them pass: three nested
 * `@Retryable({ attempts: 3 })` make 3 calls, not 27. Keyed weakly by the error itself, so nothing is kept beyond it;
 * the count only orders events and says nothing of any application.
 */
const givenUp = new WeakMap<object, number>();
let giveUps = 0;

/** How many give-ups there were until now. Taken when an attempt begins. */
export function giveUpCount(): number {
  return giveUps;
}

/** Tells outer `@Retryable` methods that what failed has had its retries. */
export function markRetriedInside(error: unknown): void {
  if (typeof error === 'object' && error !== null) givenUp.set(error, ++giveUps);
}

/**
 * True when this error, or one that it wraps, had its retries after the attempt began. Not simply "ever": one error
 * object may be thrown again and again, and later calls deserve their retries too.
 */
export function wasRetriedInside(error: unknown, countAtStart: number): boolean {
  for (const current of causesOf(error)) {
    if ((givenUp.get(current) ?? 0) > countAtStart) return true;
  }
  return false;
}

/** How long the failed service asked to be left alone, in ms, when the error or one that it wraps says so. */
export function retryAfterMsOf(error: unknown): number | undefined {
  for (const current of causesOf(error)) {
    if (isHydrogenError(current) && current.retryAfterMs !== undefined) return current.retryAfterMs;
  }
  return undefined;
}
