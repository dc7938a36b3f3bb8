import type { HealthState, PartStates } from '../report/health-state.js';

/** How a run of a check ended. */
export type RunEnd =
  | { readonly kind: 'answered' }
  /** Name and code of what it threw, where these are plain words; the message may hold anything and is dropped. */
  | { readonly kind: 'threw'; readonly error: string; readonly code?: string }
  | { readonly kind: 'deadline' }
  /** A former run has not ended although it was told to, so no other was started. */
  | { readonly kind: 'still_running' }
  | { readonly kind: 'stopped' };

/** The result of one run. */
export interface Observation {
  readonly status: HealthState;
  readonly parts: PartStates;
  readonly end: RunEnd;
  /** When it ended, monotonic ms. */
  readonly atMs: number;
  /** How long it took, in ms. */
  readonly ms: number;
}
