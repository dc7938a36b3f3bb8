import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';

/** How long an answer may be served, and what happens when it cannot be computed anew in time. All of it is off by default. */
export interface FreshnessOptions {
  /** How long an answer is still served after its lifetime, while it is computed anew in the background. Default: 0. */
  readonly staleFor?: Duration | undefined;
  /** How long after its lifetime an answer may stand in when the computation fails. Default: 0. */
  readonly failSafeFor?: Duration | undefined;
  /** After such a failure the computation is left alone for so long. Default: `'5s'`. */
  readonly failSafeThrottle?: Duration | undefined;
  /** A computation that takes longer goes on in the background while an answer past its lifetime is served. Default: none. */
  readonly softTimeout?: Duration | undefined;
  /** A computation that takes longer is aborted, and counts as failed. Longer than `softTimeout`. Default: none. */
  readonly hardTimeout?: Duration | undefined;
  /**
   * Largest part by which a lifetime is shortened by chance, 0 to 1, so that answers which were stored together do not all
   * end together. Default: 0.
   */
  readonly jitter?: number | undefined;
  /**
   * Computes popular answers anew before their lifetime ends, by chance and the more eagerly the longer the computation
   * took (XFetch: Vattani, Chierichetti and Lowenstein, 2015). 0 is off, 1 as in the paper, up to 10. Default: 0.
   */
  readonly earlyRefresh?: number | undefined;
  /** Lifetime of the answer `null`; 0 does not keep it. Default: that of other answers. */
  readonly nullTtl?: Duration | undefined;
}

/** Times in ms. */
export interface ResolvedFreshness {
  readonly staleForMs: number;
  readonly failSafeForMs: number;
  readonly failSafeThrottleMs: number;
  readonly softTimeoutMs: number | undefined;
  readonly hardTimeoutMs: number | undefined;
  readonly jitter: number;
  readonly earlyRefresh: number;
  readonly nullTtlMs: number | undefined;
}

const EAGEREST = 10;

/**
 * Fills defaults in. `field` is what comes before the names of the fields in errors.
 * @throws InvalidOptionError naming the field.
 */
export function resolveFreshness(options: FreshnessOptions = {}, field = ''): ResolvedFreshness {
  const duration = (name: keyof FreshnessOptions, value: Duration | undefined, minMs: number) =>
    value === undefined ? undefined : parseDuration(value, field + name, { minMs });
  const softTimeoutMs = duration('softTimeout', options.softTimeout, 1);
  const hardTimeoutMs = duration('hardTimeout', options.hardTimeout, 1);
  if (softTimeoutMs !== undefined && hardTimeoutMs !== undefined && hardTimeoutMs <= softTimeoutMs) {
    throw new InvalidOptionError({
      field: `${field}hardTimeout`,
      accepted: 'a duration longer than softTimeout',
      received: options.hardTimeout,
    });
  }
  return {
    staleForMs: duration('staleFor', options.staleFor, 0) ?? 0,
    failSafeForMs: duration('failSafeFor', options.failSafeFor, 0) ?? 0,
    failSafeThrottleMs: duration('failSafeThrottle', options.failSafeThrottle, 0) ?? 5_000,
    softTimeoutMs,
    hardTimeoutMs,
    jitter: numberUpTo(1, `${field}jitter`, options.jitter ?? 0),
    earlyRefresh: numberUpTo(EAGEREST, `${field}earlyRefresh`, options.earlyRefresh ?? 0),
    nullTtlMs: duration('nullTtl', options.nullTtl, 0),
  };
}

function numberUpTo(most: number, field: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= most) return value;
  throw new InvalidOptionError({ field, accepted: `a number from 0 to ${most}`, received: value });
}

const FIELDS = [
  'staleFor',
  'failSafeFor',
  'failSafeThrottle',
  'softTimeout',
  'hardTimeout',
  'jitter',
  'earlyRefresh',
  'nullTtl',
] as const satisfies readonly (keyof FreshnessOptions)[];

/**
 * What holds for one request: its own options, and those of the module where it has none.
 * @throws InvalidOptionError naming the field.
 */
export function freshnessOf(request: FreshnessOptions, module: ModuleFreshness): ResolvedFreshness {
  const own = freshnessFieldsOf(request);
  return own === undefined ? module.resolved : resolveFreshness({ ...module.given, ...own });
}

/** Those that are set, of an object that may have other fields; undefined when none is. */
export function freshnessFieldsOf(options: FreshnessOptions): FreshnessOptions | undefined {
  const set = FIELDS.filter((field) => options[field] !== undefined);
  return set.length === 0 ? undefined : Object.fromEntries(set.map((field) => [field, options[field]]));
}

/** The defaults of a module, as written and as resolved. */
export interface ModuleFreshness {
  readonly given: FreshnessOptions;
  readonly resolved: ResolvedFreshness;
}
