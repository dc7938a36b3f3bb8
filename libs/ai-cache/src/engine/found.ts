import type { Name } from '../invalidation/names.policy.js';
import type { Scope } from '../invalidation/scope.js';

/** What an answer depends on, and up to where it was right. */
export interface Basis {
  readonly scope: Scope;
  readonly names: readonly Name[];
  readonly n: number;
}

/** An answer, and where it came from. */
export interface Found {
  readonly value: unknown;
  readonly from: 'l1' | 'l2' | 'l3' | 'flight' | 'computed';
  readonly ageMs: number;
  /** Until it is stale, in ms; negative when it is. */
  readonly remainingMs: number;
  /** How long its computation took, in ms; 0 when that is not known. */
  readonly factoryMs: number;
  /** Undefined when the invalidation log could not be asked. */
  readonly basis: Basis | undefined;
}

/**
 * Whether what was found may be outdated for somebody who joined when `now` was the newest of the log. It is not when all
 * that happened to its names since it was begun happened after that.
 */
export function isOutdatedFor(now: number, { scope, names, n }: Basis): boolean {
  const newest = scope.newestOf(names);
  return newest > n && newest <= now;
}
