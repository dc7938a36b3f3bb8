import { factChannel } from '@hydrogenai/common';
import type { Criticality, HealthState } from '../report/health-state.js';
import type { RunEnd } from './observation.js';

/** A check found another state than the time before. */
export interface HealthChange {
  readonly check: string;
  readonly criticality: Criticality;
  /** `null` at its first run. */
  readonly from: HealthState | null;
  readonly to: HealthState;
  /** How the run ended that found it. */
  readonly end: RunEnd;
}

/** Facts of all changes: `hydrogenai:health.change`. They say why, which the HTTP answers never do. */
export const healthChange = factChannel<HealthChange>('health.change');
