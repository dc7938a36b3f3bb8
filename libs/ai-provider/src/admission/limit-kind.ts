import { defineRateLimit, type RateLimit } from '@hydrogenai/rate-limit';

/** What a limit counts. `tokens` are input and output together. */
export type Counted = 'requests' | 'tokens' | 'inputTokens' | 'outputTokens';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Limits that providers have, by the names they have in options. */
export const LIMIT_KINDS = {
  requestsPerMinute: { counts: 'requests', windowMs: MINUTE_MS },
  requestsPerDay: { counts: 'requests', windowMs: DAY_MS },
  tokensPerMinute: { counts: 'tokens', windowMs: MINUTE_MS },
  tokensPerDay: { counts: 'tokens', windowMs: DAY_MS },
  inputTokensPerMinute: { counts: 'inputTokens', windowMs: MINUTE_MS },
  outputTokensPerMinute: { counts: 'outputTokens', windowMs: MINUTE_MS },
} as const satisfies Readonly<Record<string, { readonly counts: Counted; readonly windowMs: number }>>;

export type LimitKind = keyof typeof LIMIT_KINDS;

/** Calls or tokens per window, whole numbers from 1. */
export type Limits = Readonly<Partial<Record<LimitKind, number>>>;

// The object has no other keys.
export const LIMIT_KIND_NAMES = Object.keys(LIMIT_KINDS) as readonly LimitKind[];

/**
 * Parts that a limit is cut into. Buckets count parts of their limit instead of calls or tokens: a limit that changes
 * finds the same share of it used, in all processes, and never a full bucket. So many parts that one is far less than a
 * token, and so few that parts times the window is below 2^53, where the limiter counts exactly and fast.
 */
function partsOf(windowMs: number): number {
  return windowMs > MINUTE_MS ? 100_000_000 : 1_000_000_000;
}

/** The limiter's view of each kind. `deadlineMs`: how long a shared store may take for a decision. */
export function rateLimitsOf(deadlineMs: number): Readonly<Record<LimitKind, RateLimit>> {
  const entries = LIMIT_KIND_NAMES.map((name) => {
    const { windowMs } = LIMIT_KINDS[name];
    return [
      name,
      defineRateLimit({
        name,
        limit: partsOf(windowMs),
        per: windowMs,
        deadlineMs,
        onStoreFailure: 'insured',
      }),
    ] as const;
  });
  // One entry a kind.
  return Object.fromEntries(entries) as Record<LimitKind, RateLimit>;
}
