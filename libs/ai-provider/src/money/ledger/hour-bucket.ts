import { keyOf, labelsOf, OTHER, type LedgerRow, type UsageLabels } from './ledger-row.js';
import { addFigures, noFigures, type UsageFigures } from './usage-figures.js';

/** What an hour still tells apart. Providers, models and accounts always: the configuration bounds them. */
export const DETAILS = ['everything', 'no users', 'no callers'] as const;

export type Detail = (typeof DETAILS)[number];

/** Dimensions whose labels callers choose. */
const CALLERS = ['tenant', 'user', 'feature'] as const;

interface MutableRow {
  readonly labels: UsageLabels;
  readonly figures: UsageFigures;
}

/** The attempts of one hour by their labels. Bounded: beyond `maxLabels` values of a dimension the rest is `other`. */
export class HourBucket {
  private readonly rows = new Map<string, MutableRow>();
  private readonly seen = { tenant: new Set<string>(), user: new Set<string>(), feature: new Set<string>() };
  private detail: Detail = 'everything';

  constructor(
    readonly hour: number,
    private readonly maxLabels: number,
  ) {}

  get size(): number {
    return this.rows.size;
  }

  add(labels: UsageLabels, figures: Readonly<UsageFigures>): void {
    const told = this.toldApart(labels);
    const key = keyOf(told);
    let row = this.rows.get(key);
    if (!row) {
      row = { labels: labelsOf(told), figures: noFigures() };
      this.rows.set(key, row);
    }
    addFigures(row.figures, figures);
  }

  list(): readonly LedgerRow[] {
    return [...this.rows.values()].map(({ labels, figures }) => ({ hour: this.hour, labels, figures }));
  }

  /** Forgets who, and keeps how much. True when this made a difference to what is told apart. */
  coarsen(detail: Detail): boolean {
    if (DETAILS.indexOf(detail) <= DETAILS.indexOf(this.detail)) return false;
    this.detail = detail;
    const before = [...this.rows.values()];
    this.rows.clear();
    for (const { labels, figures } of before) this.add(labels, figures);
    return true;
  }

  private toldApart(labels: UsageLabels): UsageLabels {
    let told = labels;
    for (const dimension of CALLERS) {
      const name = labels[dimension];
      if (name === null || this.isToldApart(dimension, name)) continue;
      told = { ...told, [dimension]: OTHER };
    }
    return told;
  }

  private isToldApart(dimension: (typeof CALLERS)[number], name: string): boolean {
    if (this.detail === 'no callers' || (this.detail === 'no users' && dimension === 'user')) return false;
    const seen = this.seen[dimension];
    if (seen.has(name)) return true;
    if (seen.size >= this.maxLabels) return false;
    seen.add(name);
    return true;
  }
}
