import { Savings, type SavingsReport } from './savings.js';

/** As in `CacheStatistics`: by name up to here, the rest together, so that labels stay bounded. */
const MOST_NAMESPACES = 100;
const REST = 'other';

/** What the cache of one application was good for, by namespace. */
export class SavingsLedger {
  private readonly namespaces = new Map<string, Savings>();

  /** The live savings of a namespace, to be kept by whoever counts often. */
  of(namespace: string): Savings {
    const known = this.namespaces.get(namespace);
    if (known !== undefined) return known;
    if (this.namespaces.size >= MOST_NAMESPACES && namespace !== REST) return this.of(REST);
    const savings = new Savings();
    this.namespaces.set(namespace, savings);
    return savings;
  }

  byNamespace(): Record<string, SavingsReport> {
    return Object.fromEntries(Array.from(this.namespaces, ([name, savings]) => [name, savings.report()]));
  }

  total(): SavingsReport {
    const total = new Savings();
    for (const savings of this.namespaces.values()) total.add(savings);
    return total.report();
  }
}
