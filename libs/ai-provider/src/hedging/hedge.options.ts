import { InvalidOptionError, parseDuration, wholeNumber, type Duration } from '@hydrogenai/common';

/** A second attempt beside a slow first one. Source: Dean and Barroso, "The Tail at Scale" (2013). */
export interface HedgeOptions {
  /**
   * How long the first attempt may be silent: until the first content of a stream, or for a whole answer. `'p95'` takes
   * what 95 % of the latest answers of that candidate needed, and does not hedge before 20 of them. At least 10 ms.
   */
  readonly afterMs: Duration | 'p95';
  /** Share of requests that may be hedged, above 0 to 1. Default: 0.05. */
  readonly ratio?: number;
  /** Hedges that may come at once after quiet times: whole, 1 to 1,000. Default: 10. */
  readonly burst?: number;
}

export interface ResolvedHedgeOptions {
  readonly afterMs: number | 'p95';
  readonly ratio: number;
  readonly burst: number;
}

const DEFAULT_RATIO = 0.05;
const DEFAULT_BURST = 10;
export const SHORTEST_HEDGE_MS = 10;

/** @throws InvalidOptionError naming the field. */
export function resolveHedgeOptions(options: HedgeOptions, field: string): ResolvedHedgeOptions {
  const { afterMs, ratio = DEFAULT_RATIO, burst = DEFAULT_BURST } = options;
  if (typeof ratio !== 'number' || !(ratio > 0 && ratio <= 1)) {
    throw new InvalidOptionError({
      field: `${field}.ratio`,
      accepted: 'a number above 0, up to 1',
      received: ratio,
    });
  }
  return {
    afterMs:
      afterMs === 'p95'
        ? afterMs
        : parseDuration(afterMs, `${field}.afterMs`, { minMs: SHORTEST_HEDGE_MS, maxMs: 3_600_000 }),
    ratio,
    burst: wholeNumber(burst, `${field}.burst`, 1, 1_000),
  };
}
