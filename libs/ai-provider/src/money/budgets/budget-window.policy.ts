import { parseDuration, type Duration } from '@hydrogenai/common';

/** Calendar windows are those of UTC; windows of a duration follow each other from 1970-01-01T00:00Z on. */
export type BudgetWindow = 'hour' | 'day' | 'month' | Duration;

export type ResolvedWindow =
  | { readonly kind: 'month' }
  | {
      readonly kind: 'fixed';
      /** ms */
      readonly lengthMs: number;
    };

export interface WindowSpan {
  /** ms since 1970. */
  readonly startsAt: number;
  readonly endsAt: number;
}

const HOUR_MS = 3_600_000;
const LENGTHS: Readonly<Record<'hour' | 'day', number>> = { hour: HOUR_MS, day: 24 * HOUR_MS };

/** @throws InvalidOptionError naming the field. */
export function resolveWindow(window: BudgetWindow, field: string): ResolvedWindow {
  if (window === 'month') return { kind: 'month' };
  if (window === 'hour' || window === 'day') return { kind: 'fixed', lengthMs: LENGTHS[window] };
  return { kind: 'fixed', lengthMs: parseDuration(window, field, { minMs: 1_000 }) };
}

/** The window that this moment is in. @param at ms since 1970. */
export function windowAt(window: ResolvedWindow, at: number): WindowSpan {
  switch (window.kind) {
    case 'month': {
      const date = new Date(at);
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
      return { startsAt: Date.UTC(year, month), endsAt: Date.UTC(year, month + 1) };
    }
    case 'fixed': {
      const startsAt = at - (at % window.lengthMs);
      return { startsAt, endsAt: startsAt + window.lengthMs };
    }
    default:
      return window satisfies never;
  }
}
