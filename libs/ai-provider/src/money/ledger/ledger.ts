import type { CancelTimer, Clock } from '@hydrogenai/common';
import { randomUUID } from 'node:crypto';
import type { AttemptEnd, AttemptObserver } from '../../failover/attempt-end.js';
import type { ChargeBook } from '../prices/charge-book.js';
import { toFigures, toLedgerEntry, type LedgerEntry } from './ledger-entry.js';
import { LedgerOutbox } from './ledger-outbox.js';
import { hourOf, type LedgerRow } from './ledger-row.js';
import { LedgerTable } from './ledger-table.js';
import type { ResolvedLedgerOptions } from './ledger.options.js';
import type { HourRange } from './ledger.store.js';
import { RecentEntries } from './recent-entries.js';
import { groupUsage, resolveUsageQuery, type UsageQuery, type UsageRow } from './usage.policy.js';

export interface LedgerParts {
  readonly options: ResolvedLedgerOptions;
  readonly charges: ChargeBook;
  readonly clock: Clock;
}

/** Answer to a query of the ledger. */
export interface UsageReport {
  /** First hour, ms since 1970. */
  readonly from: number;
  /** End of the last hour. */
  readonly to: number;
  /**
   * `store`: of all processes that share the store. `process`: of this process since it started, because there is no
   * store or it does not answer.
   */
  readonly source: 'store' | 'process';
  /** The dearest first. */
  readonly rows: readonly UsageRow[];
}

/** Writes down every attempt, and knows what was used and paid by whom. Without a store it costs no promise and no timer. */
export class Ledger implements AttemptObserver {
  private readonly table: LedgerTable;
  private readonly latest: RecentEntries;
  private readonly outbox: LedgerOutbox | undefined;
  private newestHour = 0;
  private cancelFlush: CancelTimer | undefined;
  private closed = false;

  constructor(private readonly parts: LedgerParts) {
    const { options, clock } = parts;
    this.table = new LedgerTable(options);
    this.latest = new RecentEntries(options.recent);
    this.outbox =
      options.store && new LedgerOutbox({ ...options, store: options.store, clock, writer: randomUUID() });
  }

  attemptEnded(end: AttemptEnd): void {
    const { charges, clock } = this.parts;
    const entry = toLedgerEntry(end, charges.chargeOf(end), clock.now());
    const hour = hourOf(entry.at);
    const figures = toFigures(entry);
    this.latest.add(entry);
    this.forgetOld(hour);
    this.table.add(hour, entry, figures);
    if (!this.outbox) return;
    this.outbox.add(hour, entry, figures);
    this.flushLater();
  }

  /** The latest attempts, newest first. Default: all that are kept. */
  recent(most: number = this.parts.options.recent): readonly LedgerEntry[] {
    return this.latest.list(most);
  }

  /**
   * What was used and paid in whole hours, grouped as asked.
   * @throws InvalidOptionError naming the field. A store that fails gives the figures of this process, and says so.
   */
  async usage(query: UsageQuery = {}): Promise<UsageReport> {
    const { by, from, to } = resolveUsageQuery(query, this.parts.clock.now());
    const stored = await this.readStore({ from, to });
    const rows = groupUsage(stored ?? this.table.rows(from, to), by);
    return { from, to, source: stored ? 'store' : 'process', rows };
  }

  /** Hands everything to the store. To be called when no attempt is under way any more. It never rejects. */
  async close(): Promise<void> {
    this.closed = true;
    this.cancelFlush?.();
    this.cancelFlush = undefined;
    await this.outbox?.flush();
  }

  private async readStore(range: HourRange): Promise<readonly LedgerRow[] | undefined> {
    if (!this.outbox || !(await this.outbox.flush())) return undefined;
    try {
      return await this.parts.options.store?.read(range);
    } catch {
      // The report says that the store had no part in it.
      return undefined;
    }
  }

  private flushLater(): void {
    if (this.closed) return;
    this.cancelFlush ??= this.parts.clock.after(this.parts.options.flushEveryMs, () => void this.flush());
  }

  private async flush(): Promise<void> {
    await this.outbox?.flush();
    this.cancelFlush = undefined;
    if (this.outbox && !this.outbox.isEmpty) this.flushLater();
  }

  private forgetOld(hour: number): void {
    if (hour <= this.newestHour) return;
    this.newestHour = hour;
    this.table.forgetBefore(hour - this.parts.options.retentionMs);
  }
}
