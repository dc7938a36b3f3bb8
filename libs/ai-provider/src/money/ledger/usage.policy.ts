import { InvalidOptionError, oneOf } from '@hydrogenai/common';
import { HOUR_MS, hourOf, USAGE_DIMENSIONS, type LedgerRow, type UsageDimension } from './ledger-row.js';
import type { HourRange } from './ledger.store.js';
import { addFigures, noFigures, type UsageFigures } from './usage-figures.js';

export interface UsageQuery {
  /** What rows are told apart by. Default: nothing, which gives one row. */
  readonly by?: UsageDimension | readonly UsageDimension[];
  /** From the hour of this moment on, ms since 1970 or a `Date`. Default: the beginning of the day (UTC). */
  readonly from?: number | Date;
  /** Up to this moment, its hour included. Default: now. */
  readonly to?: number | Date;
}

/** Sums of a group of attempts, and the labels that it was grouped by. */
export interface UsageRow
  extends Readonly<UsageFigures>, Readonly<Partial<Record<UsageDimension, string | null>>> {
  /** Share of attempts whose tokens were estimated, 0 to 1. */
  readonly estimatedShare: number;
}

export interface ResolvedUsageQuery extends HourRange {
  readonly by: readonly UsageDimension[];
}

const DAY_MS = 24 * HOUR_MS;

/** @throws InvalidOptionError naming the field. */
export function resolveUsageQuery({ by = [], from, to }: UsageQuery, now: number): ResolvedUsageQuery {
  const names: readonly unknown[] = Array.isArray(by) ? by : [by];
  const dimensions = names.map((name) => oneOf(name, USAGE_DIMENSIONS, 'by'));
  const end = momentOf(to ?? now, 'to');
  const begin = momentOf(from ?? end - (end % DAY_MS), 'from');
  if (begin > end)
    throw new InvalidOptionError({ field: 'from', accepted: 'a time before "to"', received: begin });
  return { by: [...new Set(dimensions)], from: hourOf(begin), to: hourOf(end) + HOUR_MS };
}

/** The dearest first; equal ones by their labels. */
export function groupUsage(rows: readonly LedgerRow[], by: readonly UsageDimension[]): readonly UsageRow[] {
  const groups = new Map<string, { readonly row: LedgerRow; readonly figures: UsageFigures }>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((dimension) => row.labels[dimension]));
    let group = groups.get(key);
    if (!group) {
      group = { row, figures: noFigures() };
      groups.set(key, group);
    }
    addFigures(group.figures, row.figures);
  }
  return [...groups]
    .toSorted(
      ([leftKey, left], [rightKey, right]) =>
        right.figures.costMicroDollars - left.figures.costMicroDollars || (leftKey < rightKey ? -1 : 1),
    )
    .map(([, { row, figures }]) => ({
      ...Object.fromEntries(by.map((dimension) => [dimension, row.labels[dimension]])),
      ...figures,
      estimatedShare: figures.attempts === 0 ? 0 : figures.estimated / figures.attempts,
    }));
}

function momentOf(value: number | Date, field: string): number {
  const ms = value instanceof Date ? value.getTime() : value;
  if (Number.isFinite(ms) && ms >= 0) return Math.floor(ms);
  throw new InvalidOptionError({ field, accepted: 'ms since 1970, or a Date', received: value });
}
