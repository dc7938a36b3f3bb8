import type { RateLimitDecisions } from '@hydrogenai/rate-limit';
import type { Held } from './limit-board.js';

/** While others hold what is missing, they may give it back unseen, in another process: how often to look, in ms. */
const LOOK_AGAIN_MS = 100;

/** The limiter's times are whole ms, rounded up, each of two. */
const ROUNDED_UP_MS = 2;

/**
 * When a refused request finds room. Where what others used is in the way, it comes back at a known time. Where open
 * reservations are in the way, they end at the latest with their leases, but most are settled long before: then the honest
 * guess is that they use as much of what they hold as others did.
 */
export function soonestRoom(
  held: readonly Held[],
  { limits }: Extract<RateLimitDecisions, { allowed: false }>,
): { readonly retryInMs: number; readonly askAgainInMs: number } {
  let retryInMs = 1;
  let askAgainInMs = 1;
  for (const [index, decision] of limits.entries()) {
    const one = held[index];
    if (!one || decision.decidedBy === 'nobody' || !decision.exceeded) continue;
    const { gauge, cost } = one;
    const costMs = gauge.msOf(cost.parts);
    const missingMs = costMs + decision.resetMs - gauge.windowMs;
    const isExact =
      decision.decidedBy === 'insurance' || Math.abs(decision.retryAfterMs - missingMs) <= ROUNDED_UP_MS;
    // More than what comes back with time is missing, so the rest of the limit, beside this request, is held.
    const guessMs = Math.max(LOOK_AGAIN_MS, missingMs - gauge.likelyBackMs(gauge.windowMs - costMs));
    retryInMs = Math.max(retryInMs, isExact ? decision.retryAfterMs : guessMs);
    askAgainInMs = Math.max(askAgainInMs, isExact ? decision.retryAfterMs : LOOK_AGAIN_MS);
  }
  return { retryInMs: Math.ceil(retryInMs), askAgainInMs };
}
