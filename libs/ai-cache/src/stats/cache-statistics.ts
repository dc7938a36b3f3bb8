import { LatencyHistogram, type LatencyPercentiles } from './latency-histogram.js';

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
  /** What its hits saved: the time of their computations, in ms, and their cost, in micro-dollars, where these are known. */
  savedMs: number;
  savedMicroDollars: number;
}

/** Namespaces that are counted by name; the rest is counted together, so that labels stay bounded. */
const MOST_NAMESPACES = 100;
const REST = 'other';

interface Kept {
  readonly counters: NamespaceCounters;
  readonly hitMs: LatencyHistogram;
  readonly missMs: LatencyHistogram;
}

export class CacheStatistics {
  private readonly namespaces = new Map<string, Kept>();

  /** The live counters of a namespace. */
  of(namespace: string): NamespaceCounters {
    return this.kept(namespace).counters;
  }

  /** How long a caller waited that memory could not answer at once. */
  waited(namespace: string, what: 'hit' | 'miss', ms: number): void {
    const { hitMs, missMs } = this.kept(namespace);
    (what === 'hit' ? hitMs : missMs).record(ms);
  }

  /** A copy by namespace. */
  byNamespace(): Record<string, NamespaceStatistics> {
    return Object.fromEntries(
      Array.from(this.namespaces, ([name, { counters, hitMs, missMs }]) => [
        name,
        { ...counters, hitMs: hitMs.percentiles(), missMs: missMs.percentiles() },
      ]),
    );
  }

  total(): NamespaceCounters {
    const total = none();
    for (const { counters } of this.namespaces.values()) {
      // The counters are all that is in there.
      for (const name of Object.keys(total) as (keyof NamespaceCounters)[]) total[name] += counters[name];
    }
    return total;
  }

  private kept(namespace: string): Kept {
    const known = this.namespaces.get(namespace);
    if (known) return known;
    if (this.namespaces.size >= MOST_NAMESPACES && namespace !== REST) return this.kept(REST);
    const kept = { counters: none(), hitMs: new LatencyHistogram(), missMs: new LatencyHistogram() };
    this.namespaces.set(namespace, kept);
    return kept;
  }
}

/** The counters of a namespace, and how long its callers waited. */
export interface NamespaceStatistics extends Readonly<NamespaceCounters> {
  /** Of hits that memory could not give at once; `null` while there are none. */
  readonly hitMs: LatencyPercentiles | null;
  /** Of misses, computation included. */
  readonly missMs: LatencyPercentiles | null;
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
    savedMs: 0,
    savedMicroDollars: 0,
  };
}
