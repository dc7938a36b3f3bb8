import { isHydrogenError } from '../errors/hydrogen.error.js';

const DEEPEST_CAUSE = 8;

/**
 * Errors that an inner `@Retryable` gave up on. An outer one lets them pass: three nested `@Retryable({ attempts: 3 })`
 * make 3 calls, not 27. Keyed weakly by the error itself, so nothing is kept or shared beyond it.
 */
const givenUp = new WeakSet<object>();

export function markRetriedInside(error: unknown): void {
  if (typeof error === 'object' && error !== null) givenUp.add(error);
}

/** True when this error, or one that it wraps, has had its retries already. */
export function wasRetriedInside(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && typeof current === 'object' && current !== null; depth++) {
    if (givenUp.has(current)) return true;
    current = 'cause' in current ? current.cause : undefined;
  }
  return false;
}

/** How long the failed service asked to be left alone, in ms, when it said so. */
export function retryAfterMsOf(error: unknown): number | undefined {
  return isHydrogenError(error) ? error.retryAfterMs : undefined;
}
