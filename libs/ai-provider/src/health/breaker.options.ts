import { InvalidOptionError, parseDuration, wholeNumber, type Duration } from '@hydrogenai/common';

/**
 * When a provider or a model that keeps failing is left alone, so that it no longer costs each request its share of time.
 * Failures that count: server, timeout, overloaded, malformed_response and stream_interrupted against the model, network
 * against the whole provider. Refusals of a key or a request, and aborts, never count.
 */
export interface BreakerOptions {
  /** Failures in a row that open it, however slowly they come. 1 to 1,000. Default: 5. */
  readonly failuresInARow?: number;
  /** Share of failures within `windowMs` that opens it. Above 0, up to 1. Default: 0.5. */
  readonly failureShare?: number;
  /** Attempts within `windowMs` before their share says anything. 1 to 100,000. Default: 10. */
  readonly minimumAttempts?: number;
  /** 1 s to 1 h. Default: `'30s'`. */
  readonly windowMs?: Duration;
  /** How long it stays open before one attempt finds out. 1 ms to 1 h. Default: `'5s'`. */
  readonly openMs?: Duration;
  /** Each time that attempt fails it opens for twice as long, up to this. `openMs` to 24 h. Default: `'60s'`. */
  readonly longestOpenMs?: Duration;
  /**
   * A timeout of ours counts only after this long: a caller who allows 10 ms says nothing about a provider. 0 to 1 h.
   * Default: `'500ms'`.
   */
  readonly shortestTimeoutMs?: Duration;
}

export interface ResolvedBreakerOptions {
  readonly failuresInARow: number;
  readonly failureShare: number;
  readonly minimumAttempts: number;
  readonly windowMs: number;
  readonly openMs: number;
  readonly longestOpenMs: number;
  readonly shortestTimeoutMs: number;
}

const AN_HOUR_MS = 3_600_000;

/** @throws InvalidOptionError naming the field. `false` gives `undefined`: no breakers. */
export function resolveBreakerOptions(
  options: BreakerOptions | false | undefined,
  field: string,
): ResolvedBreakerOptions | undefined {
  if (options === false) return undefined;
  const given: unknown = options ?? {};
  if (typeof given !== 'object' || given === null) {
    throw new InvalidOptionError({ field, accepted: 'an object, or false for none', received: options });
  }
  const { failuresInARow = 5, failureShare = 0.5, minimumAttempts = 10, openMs = '5s' } = options ?? {};
  const { windowMs = '30s', longestOpenMs, shortestTimeoutMs = '500ms' } = options ?? {};
  const opens = parseDuration(openMs, `${field}.openMs`, { minMs: 1, maxMs: AN_HOUR_MS });
  return {
    failuresInARow: wholeNumber(failuresInARow, `${field}.failuresInARow`, 1, 1_000),
    failureShare: share(failureShare, `${field}.failureShare`),
    minimumAttempts: wholeNumber(minimumAttempts, `${field}.minimumAttempts`, 1, 100_000),
    windowMs: parseDuration(windowMs, `${field}.windowMs`, { minMs: 1_000, maxMs: AN_HOUR_MS }),
    openMs: opens,
    longestOpenMs: parseDuration(longestOpenMs ?? Math.max(opens, 60_000), `${field}.longestOpenMs`, {
      minMs: opens,
      maxMs: 24 * AN_HOUR_MS,
    }),
    shortestTimeoutMs: parseDuration(shortestTimeoutMs, `${field}.shortestTimeoutMs`, { maxMs: AN_HOUR_MS }),
  };
}

function share(value: unknown, field: string): number {
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  throw new InvalidOptionError({ field, accepted: 'a number above 0, up to 1', received: value });
}
