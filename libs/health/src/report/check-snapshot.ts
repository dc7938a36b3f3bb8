import type { Criticality, HealthState, PartStates } from './health-state.js';

/** What is known of a check at the moment. */
export interface CheckSnapshot {
  readonly name: string;
  readonly criticality: Criticality;
  readonly status: HealthState;
  readonly parts: PartStates;
  /** How long ago it was observed, whole ms; `null` when it never was. */
  readonly ageMs: number | null;
}
