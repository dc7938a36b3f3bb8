/** What an answer that is found need not cost again. */
export interface Savings {
  /** Time of the computation, in ms. */
  readonly savedMs?: number | undefined;
  /** Money for the computation, in micro-dollars (10^-6 USD). */
  readonly costSaved?: number | undefined;
}

/** An ordinary answer of a model takes a second; what is known of no answer counts as this. */
const ORDINARY_MS = 1_000;
/** A tenth of a cent is worth a second of waiting. */
const MS_PER_MICRO_DOLLAR = 1;
/** Nothing is so dear that it stays for ever, and nothing so cheap that it never gets in. */
const LEAST = 0.01;
const MOST = 100;

/** What one use of an answer saves, beside that of an ordinary answer: 0.01 to 100; 1 when nothing is known of it. */
export function weightOf({ savedMs, costSaved }: Savings): number {
  if (savedMs === undefined && costSaved === undefined) return 1;
  const worthMs = (savedMs ?? 0) + (costSaved ?? 0) * MS_PER_MICRO_DOLLAR;
  return Math.min(MOST, Math.max(LEAST, worthMs / ORDINARY_MS));
}
