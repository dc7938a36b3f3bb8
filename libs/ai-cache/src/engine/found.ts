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
  /** What its computation cost, in micro-dollars; 0 when that is not known. */
  readonly costSaved: number;
  /** Undefined when the invalidation log could not be asked. */
  readonly basis: Basis | undefined;
}

/**
 * Whether what was found may be outdated for somebody who joined when `now` was the newest of the log. Only the newest
 * invalidation of a name is known: when there was one since it was begun, there may have been an older one before `now`,
 * unless it was begun with all of these in sight.
 */
export function isOutdatedFor(now: number, { scope, names, n }: Basis): boolean {
  return n < now && scope.newestOf(names) > n;
}
