import { TIER_OFF, type TierUsage } from '../guard/tier-usage.js';

/** The third tier in numbers. */
export interface L3Usage extends TierUsage {
  /** Writes that wait or are under way, and their bytes. */
  readonly queuedWrites: number;
  readonly queuedBytes: number;
}

export const L3_OFF: L3Usage = { ...TIER_OFF, queuedWrites: 0, queuedBytes: 0 };
