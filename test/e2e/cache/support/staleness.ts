/** What one process did. Times are those of the machine's monotonic clock, in ns, which all its processes share. */
export interface History {
  readonly reads: readonly Read[];
  readonly changes: readonly Change[];
}

/** An answer that was asked for at a time. */
export interface Read {
  readonly key: number;
  readonly version: number;
  readonly askedNs: number;
}

/** The source came to a version, and its invalidation was acknowledged at a time. */
export interface Change {
  readonly key: number;
  readonly version: number;
  readonly acknowledgedNs: number;
}

export interface StaleRead extends Read {
  /** The newest version whose invalidation had been acknowledged before the answer was asked for. */
  readonly expected: number;
  /** How long before. */
  readonly staleMs: number;
}

/** Reads that were answered with less than what had been acknowledged before they were asked for. */
export function staleReads(histories: readonly History[]): StaleRead[] {
  const changes = histories
    .flatMap((history) => history.changes)
    .toSorted((left, right) => left.acknowledgedNs - right.acknowledgedNs);
  const reads = histories
    .flatMap((history) => history.reads)
    .toSorted((left, right) => left.askedNs - right.askedNs);
  const newest = new Map<number, Change>();
  const stale: StaleRead[] = [];
  let next = 0;
  for (const read of reads) {
    for (
      let change = changes[next];
      change && change.acknowledgedNs < read.askedNs;
      change = changes[++next]
    ) {
      if (change.version > (newest.get(change.key)?.version ?? 0)) newest.set(change.key, change);
    }
    const known = newest.get(read.key);
    if (known !== undefined && read.version < known.version) {
      stale.push({
        ...read,
        expected: known.version,
        staleMs: (read.askedNs - known.acknowledgedNs) / 1_000_000,
      });
    }
  }
  return stale;
}
