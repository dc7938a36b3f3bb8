import { InvalidOptionError, parseDuration, wholeNumber, type Duration } from '@hydrogenai/common';
import type { LedgerStore } from './ledger.store.js';

export interface LedgerOptions {
  /** Where sums outlive the process and meet those of others. Default: none, the memory of this process. */
  readonly store?: LedgerStore;
  /** How long hours are kept, 1 hour to 1 year. A store of your own keeps its own time. Default: `'35d'`. */
  readonly retention?: Duration;
  /** How often new sums go to the store, 10 ms to 1 minute: what a crash can lose. Default: `'1s'`. */
  readonly flushEvery?: Duration;
  /** Single attempts kept for `recent()`, the latest, 0 to 100,000. Default: 1,000. */
  readonly recent?: number;
  /** Tenants, users and features that one hour tells apart, of each; the rest is `other`. 1 to 100,000. Default: 1,000. */
  readonly maxLabels?: number;
  /**
   * Rows in memory, 100 to 1,000,000, about 500 bytes each. When they are used up the oldest hours forget users, then
   * tenants and features; sums stay exact. Default: 50,000.
   */
  readonly maxRows?: number;
}

export interface ResolvedLedgerOptions {
  readonly store: LedgerStore | undefined;
  readonly retentionMs: number;
  readonly flushEveryMs: number;
  readonly recent: number;
  readonly maxLabels: number;
  readonly maxRows: number;
}

/**
 * Fills the defaults.
 * @throws InvalidOptionError naming the field.
 */
export function resolveLedgerOptions(options: LedgerOptions = {}, field = 'ledger'): ResolvedLedgerOptions {
  const { store } = options;
  if (store !== undefined && (typeof store?.add !== 'function' || typeof store.read !== 'function')) {
    throw new InvalidOptionError({ field: `${field}.store`, accepted: 'a LedgerStore', received: store });
  }
  return {
    store,
    retentionMs: parseDuration(options.retention ?? '35d', `${field}.retention`, { minMs: 3_600_000 }),
    flushEveryMs: parseDuration(options.flushEvery ?? '1s', `${field}.flushEvery`, {
      minMs: 10,
      maxMs: 60_000,
    }),
    recent: wholeNumber(options.recent ?? 1_000, `${field}.recent`, 0, 100_000),
    maxLabels: wholeNumber(options.maxLabels ?? 1_000, `${field}.maxLabels`, 1, 100_000),
    maxRows: wholeNumber(options.maxRows ?? 50_000, `${field}.maxRows`, 100, 1_000_000),
  };
}
