import { InvalidOptionError } from '../errors/invalid-option.error.js';

type DurationUnit = 'ms' | 's' | 'm' | 'h' | 'd';

/** Whole milliseconds, or a whole number with a unit: `250`, `'250ms'`, `'30s'`, `'5m'`, `'1h'`, `'7d'`. */
export type Duration = number | `${number}${DurationUnit}`;

export interface DurationRange {
  /** Smallest accepted value in ms. Default: 0. */
  readonly minMs?: number;
  /** Largest accepted value in ms. Default: 365 days. */
  readonly maxMs?: number;
}

const MS_PER_UNIT: Readonly<Record<DurationUnit, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const DURATION = /^(?<amount>\d{1,15})(?<unit>ms|s|m|h|d)$/;
const A_YEAR_MS = 365 * MS_PER_UNIT.d;

/**
 * Reads a duration into whole milliseconds.
 * @throws InvalidOptionError naming `field` for fractions, negatives, NaN, unknown units and values out of range.
 */
export function parseDuration(value: Duration, field: string, range: DurationRange = {}): number {
  const { minMs = 0, maxMs = A_YEAR_MS } = range;
  const ms = typeof value === 'string' ? parseText(value) : value;
  if (typeof ms === 'number' && Number.isSafeInteger(ms) && ms >= minMs && ms <= maxMs) return Math.abs(ms);
  throw new InvalidOptionError({
    field,
    accepted: `whole milliseconds or a text such as '30s' or '5m', from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`,
    received: value,
  });
}

/** The shortest text that means exactly `ms`: 90000 is `90s`, 60000 is `1m`. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    if (ms !== 0 && ms % MS_PER_UNIT[unit] === 0) return `${ms / MS_PER_UNIT[unit]}${unit}`;
  }
  return `${ms}ms`;
}

function parseText(text: string): number {
  const { amount, unit } = DURATION.exec(text)?.groups ?? {};
  return isUnit(unit) ? Number(amount) * MS_PER_UNIT[unit] : Number.NaN;
}

function isUnit(unit: string | undefined): unit is DurationUnit {
  return unit !== undefined && unit in MS_PER_UNIT;
}
