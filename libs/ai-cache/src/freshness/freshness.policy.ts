import type { ResolvedFreshness } from './freshness.options.js';

/** What an answer says of its times, all in ms. */
export interface EntryAges {
  /** Until its lifetime ends; negative when it has. */
  readonly remainingMs: number;
  /** How long computing it took; 0 when that is not known. */
  readonly factoryMs: number;
  /** Whether its computation failed so short a time ago that it is left alone. */
  readonly throttled: boolean;
}

export type FreshnessDecision =
  | { readonly kind: 'serve' }
  /** It is served now, and computed anew in the background. */
  | { readonly kind: 'serve-and-refresh'; readonly why: 'early' | 'stale' }
  /** `standIn`: it may be served when the computation fails or takes too long. */
  | { readonly kind: 'compute'; readonly standIn: boolean };

const SERVE: FreshnessDecision = { kind: 'serve' };

/** Chances of early refresh below e^-20, two in a billion, are not looked at. */
const UNLIKELY = 20;

/** @param random from 0 to 1, 0 excluded. */
export function decideFreshness(
  { remainingMs, factoryMs, throttled }: EntryAges,
  options: ResolvedFreshness,
  random: number,
): FreshnessDecision {
  if (remainingMs > 0) {
    const lead = -Math.log(random) * factoryMs * options.earlyRefresh;
    return lead > 0 && lead >= remainingMs && !throttled
      ? { kind: 'serve-and-refresh', why: 'early' }
      : SERVE;
  }
  const staleMs = -remainingMs;
  const standIn = staleMs < options.failSafeForMs;
  if (staleMs < options.staleForMs) return throttled ? SERVE : { kind: 'serve-and-refresh', why: 'stale' };
  return standIn && throttled ? SERVE : { kind: 'compute', standIn };
}

export interface Lifetimes {
  /** As long as it counts as fresh, in ms. 0: it is not kept. */
  readonly freshMs: number;
  /** As long as it is kept at all, in ms. */
  readonly keptMs: number;
}

/** @param random from 0 to 1. */
export function lifetimesOf(
  value: unknown,
  ttlMs: number,
  options: ResolvedFreshness,
  random: number,
): Lifetimes {
  const longestMs = value === null ? (options.nullTtlMs ?? ttlMs) : ttlMs;
  if (longestMs === 0) return { freshMs: 0, keptMs: 0 };
  const freshMs = Math.max(1, Math.round(longestMs * (1 - options.jitter * random)));
  return { freshMs, keptMs: freshMs + Math.max(options.staleForMs, options.failSafeForMs) };
}

/**
 * How long after it was stored an answer can be served without a decision, in ms: until then it is fresh, and early refresh
 * has practically no chance. Lets a hit compare one number.
 */
export function undecidedFromMs(
  freshMs: number,
  factoryMs: number,
  { earlyRefresh }: ResolvedFreshness,
): number {
  return Math.max(0, freshMs - UNLIKELY * factoryMs * earlyRefresh);
}
