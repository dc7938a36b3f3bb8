import type { Clock } from '@hydrogenai/common';
import { OrderedOutbox } from '../ordered-outbox.js';
import { Outage } from '../outage.js';
import { aiLedger } from './ledger.facts.js';
import type { LedgerStore } from './ledger.store.js';
import { LedgerTable, type LedgerBounds } from './ledger-table.js';
import type { LedgerRow, UsageLabels } from './ledger-row.js';
import type { UsageFigures } from './usage-figures.js';

export interface LedgerOutboxOptions extends LedgerBounds {
  readonly store: LedgerStore;
  readonly clock: Clock;
  /** Name of this process. */
  readonly writer: string;
}

/** So that one batch does not block a store for long. */
const ROWS_PER_BATCH = 200;

/** Sums on their way to the store. While it does not answer, new ones gather in a bounded table. */
export class LedgerOutbox {
  private readonly gathering: LedgerTable;
  private readonly outbox: OrderedOutbox<readonly LedgerRow[]>;

  constructor({ store, clock, writer, ...bounds }: LedgerOutboxOptions) {
    this.gathering = new LedgerTable(bounds);
    const outage = new Outage(clock, {
      began: () => aiLedger.publish(() => ({ event: 'store_lost' })),
      over: (outageMs) => aiLedger.publish(() => ({ event: 'store_back', outageMs })),
    });
    this.outbox = new OrderedOutbox({
      cut: () => inBatches(this.gathering.drain()),
      send: (rows, sequence) => store.add({ writer, sequence, rows }),
      ended: (sent) => (sent ? outage.succeeded() : outage.failed()),
    });
  }

  get isEmpty(): boolean {
    return this.gathering.size === 0 && this.outbox.isEmpty;
  }

  add(hour: number, labels: UsageLabels, figures: Readonly<UsageFigures>): void {
    this.gathering.add(hour, labels, figures);
  }

  /** True when everything that had been added before is stored. It never rejects. */
  flush(): Promise<boolean> {
    return this.outbox.flush();
  }
}

function inBatches(rows: readonly LedgerRow[]): readonly (readonly LedgerRow[])[] {
  const batches: (readonly LedgerRow[])[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_BATCH) {
    batches.push(rows.slice(start, start + ROWS_PER_BATCH));
  }
  return batches;
}
