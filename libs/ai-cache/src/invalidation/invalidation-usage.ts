/** The invalidations in numbers. Counters only grow. */
export interface InvalidationUsage {
  /**
   * `local` without Redis. `trusted`: this process hears of every invalidation. `suspect`: it may have missed some, so it
   * verifies what it holds in memory before serving it.
   */
  readonly state: 'local' | 'trusted' | 'suspect';
  /** Invalidations made here, and those heard from all processes. */
  readonly sent: number;
  readonly heard: number;
  /** How often invalidations may have been missed. */
  readonly gaps: number;
  /** How long messages take from here through Redis and back, in ms: the last one and the longest; undefined before the first. */
  readonly lagMs: { readonly last: number; readonly longest: number } | undefined;
  /** How long the last invalidation of this process took until every process had applied it, in ms. */
  readonly acknowledgedMs: number | undefined;
  /** Processes that did not confirm an invalidation before they lost the right to answer from memory. */
  readonly unacknowledged: number;
}
