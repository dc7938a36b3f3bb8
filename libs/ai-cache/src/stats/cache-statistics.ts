/** What happened to the requests of one namespace since the start. */
export interface NamespaceCounters {
  /** Answers from memory. */
  l1: number;
  /** Answers from Redis, also those of callers that waited for the same read. */
  l2: number;
  /** Answers from the third tier. */
  l3: number;
  /** Answers of a computation that another caller had started. */
  flight: number;
  /** Requests that nothing could answer. */
  misses: number;
  /** Computations of answers that were held, but old. */
  refreshes: number;
  /** Requests that joined a read or computation in flight, whatever came of it. */
  joined: number;
  /** Answers kept. */
  stores: number;
  /** Answers not kept: not JSON, or the caller's `store` or `when` said no. */
  refusals: number;
  /** Answers not kept, because what they depend on was invalidated while they were computed. */
  outdated: number;
}

/** Namespaces that are counted by name; the rest is counted together, so that labels stay bounded. */
const MOST_NAMESPACES = 100;
const REST = 'other';

export class CacheStatistics {
  private readonly namespaces = new Map<string, NamespaceCounters>();

  /** The live counters of a namespace. */
  of(namespace: string): NamespaceCounters {
    const known = this.namespaces.get(namespace);
    if (known) return known;
    if (this.namespaces.size >= MOST_NAMESPACES && namespace !== REST) return this.of(REST);
    const counters = none();
    this.namespaces.set(namespace, counters);
    return counters;
  }

  /** A copy by namespace. */
  byNamespace(): Record<string, Readonly<NamespaceCounters>> {
    return Object.fromEntries(Array.from(this.namespaces, ([name, counters]) => [name, { ...counters }]));
  }

  total(): NamespaceCounters {
    const total = none();
    for (const counters of this.namespaces.values()) {
      total.l1 += counters.l1;
      total.l2 += counters.l2;
      total.l3 += counters.l3;
      total.flight += counters.flight;
      total.misses += counters.misses;
      total.refreshes += counters.refreshes;
      total.joined += counters.joined;
      total.stores += counters.stores;
      total.refusals += counters.refusals;
      total.outdated += counters.outdated;
    }
    return total;
  }
}

function none(): NamespaceCounters {
  return {
    l1: 0,
    l2: 0,
    l3: 0,
    flight: 0,
    misses: 0,
    refreshes: 0,
    joined: 0,
    stores: 0,
    refusals: 0,
    outdated: 0,
  };
}
