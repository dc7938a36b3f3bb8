import type { TierFailure } from './call-guard.js';

/** A tier outside of this process in numbers. */
export interface TierUsage {
  /** `off` without one, `down` while it does not answer: then every request is served as if it held nothing. */
  readonly state: 'off' | 'up' | 'down';
  /** Calls that failed, by kind: no answer within the deadline, no usable connection, a refusal. */
  readonly errors: Readonly<Record<TierFailure, number>>;
  /** Calls that were not made because it was down. */
  readonly skipped: number;
  /** Writes that were left out because too many were waiting. */
  readonly droppedWrites: number;
  /** Records that could not be read. */
  readonly unreadable: number;
}

export const TIER_OFF: TierUsage = {
  state: 'off',
  errors: { deadline: 0, connection: 0, reply: 0 },
  skipped: 0,
  droppedWrites: 0,
  unreadable: 0,
};
