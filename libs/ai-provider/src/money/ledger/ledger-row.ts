import type { UsageFigures } from './usage-figures.js';

/** By what usage can be grouped. The order is that of the stored labels: append, never reorder. */
export const USAGE_DIMENSIONS = ['provider', 'model', 'account', 'tenant', 'user', 'feature'] as const;

export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/** Who and what an attempt belongs to; `null` where the caller did not say. */
export type UsageLabels = Readonly<Record<UsageDimension, string | null>>;

/** Stands for all labels beyond what is told apart. */
export const OTHER = 'other';

/** The attempts of one hour that have the same labels. */
export interface LedgerRow {
  /** When the hour begins, ms since 1970. */
  readonly hour: number;
  readonly labels: UsageLabels;
  readonly figures: Readonly<UsageFigures>;
}

export const HOUR_MS = 3_600_000;

export function hourOf(at: number): number {
  return at - (at % HOUR_MS);
}

export function keyOf(labels: UsageLabels): string {
  return JSON.stringify([
    labels.provider,
    labels.model,
    labels.account,
    labels.tenant,
    labels.user,
    labels.feature,
  ]);
}

/** The labels alone, of something that has more. */
export function labelsOf({ provider, model, account, tenant, user, feature }: UsageLabels): UsageLabels {
  return { provider, model, account, tenant, user, feature };
}
