import { parseDuration, type Duration } from '@hydrogenai/common';
import type { LifeBounds } from './schema-life.policy.js';

export interface SchemaOptions {
  /** How long a schema is served that is new or has changed, 1 ms to `longestLife`. Default: `'1m'`. */
  readonly firstLife?: Duration | undefined;
  /**
   * A schema that is loaded again unchanged is served twice as long as before, up to this, at most `maxTtl` of the module.
   * Default: `'1d'`, or `maxTtl` where that is shorter.
   */
  readonly longestLife?: Duration | undefined;
  /** Lets this caller stop waiting. */
  readonly signal?: AbortSignal | undefined;
}

const FIRST_MS = 60_000;
const LONGEST_MS = 86_400_000;

/** @throws InvalidOptionError naming the field */
export function resolveLifeBounds({ firstLife, longestLife }: SchemaOptions, maxTtlMs: number): LifeBounds {
  const longestMs = parseDuration(longestLife ?? Math.min(LONGEST_MS, maxTtlMs), 'longestLife', {
    minMs: 1,
    maxMs: maxTtlMs,
  });
  const firstMs = parseDuration(firstLife ?? Math.min(FIRST_MS, longestMs), 'firstLife', {
    minMs: 1,
    maxMs: longestMs,
  });
  return { firstMs, longestMs };
}
