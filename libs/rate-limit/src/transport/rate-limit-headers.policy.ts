import { multiplyDivide } from '../gcra/span.js';
import type { LimitDecision } from '../limit/rate-limit.decision.js';
import type { RateLimit } from '../limit/rate-limit.definition.js';
import { wholeSeconds } from '../limit/whole-seconds.js';

/** What one limit adds to the response. */
export interface LimitItem {
  readonly name: string;
  /** `"name";q=60;w=60` */
  readonly policy: string;
  /** Calls that are still admitted. */
  readonly remaining: number;
  /** Seconds within which no more than these are. */
  readonly windowS: number;
}

/**
 * The items of `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11, sections 3 and 4). Limits in
 * shadow mode refuse nobody and limits that nobody has asked know nothing, so both stay silent.
 */
export function limitItems(decisions: readonly LimitDecision[]): readonly LimitItem[] {
  return decisions.flatMap((decision) => {
    const { limit } = decision;
    if (limit.mode === 'shadow' || decision.decidedBy === 'nobody') return [];
    const { remaining } = decision;
    return [
      { name: limit.name, policy: policyOf(limit), remaining, windowS: wholeSeconds(windowMs(decision)) },
    ];
  });
}

/**
 * `q` per `w` is what the limit admits in the long run; a window of less than a second becomes one. A bucket that is
 * smaller than the quota is told in a parameter of our own (section 3.1), for a client must not send the quota at once.
 */
function policyOf({ name, limit, periodMs, burst }: RateLimit): string {
  const own = burst === limit ? '' : `;hydrogenai-burst=${burst}`;
  // The characters that names may have need no escape in a String of RFC 9651.
  return `"${name}";q=${limit};w=${wholeSeconds(periodMs)}${own}`;
}

/**
 * "The number of seconds within which the client can use no more than the available quota" (section 4.1.2): until the
 * bucket would have room for one call more than now. While a process insures the limit by itself its bucket is smaller
 * and refills more slowly than the limit says, so the time until it is full stands for it. What open reservations hold
 * counts as used and draining, though it drains only once they are settled: `t` is a hint (section 8.4).
 */
function windowMs(decision: Exclude<LimitDecision, { decidedBy: 'nobody' }>): number {
  const { limit, remaining, resetMs } = decision;
  if (decision.exceeded) return decision.retryAfterMs;
  if (decision.decidedBy === 'insurance') return resetMs;
  const free = limit.burst - remaining - 1;
  // Full: the next comes one interval after all of them are used.
  if (free < 0) return resetMs + Math.ceil(limit.periodMs / limit.limit);
  return Math.max(0, resetMs - multiplyDivide(limit.periodMs, free, 0, limit.limit)[0]);
}
