import type { TierFailure } from '../guard/call-guard.js';

/** The third tier in numbers. */
export interface L3Usage {
  /** `off` without one, `down` while it does not answer: then every request is served as if it held nothing. */
  readonly state: 'off' | 'up' | 'down';
  /** Calls that failed, by kind. */
  readonly errors: Readonly<Record<TierFailure, number>>;
  /** Calls that were not made because it was down. */
  readonly skipped: number;
  /** Writes that wait or are under way, and their bytes. */
  readonly queuedWrites: number;
  readonly queuedBytes: number;
  /** Writes that were left out because too many were waiting. */
  readonly droppedWrites: number;
  /** Records that could not be read. */
  readonly unreadable: number;
}

export const L3_OFF: L3Usage = {
  state: 'off',
  errors: { deadline: 0, connection: 0, reply: 0 },
  skipped: 0,
  queuedWrites: 0,
  queuedBytes: 0,
  droppedWrites: 0,
  unreadable: 0,
};
