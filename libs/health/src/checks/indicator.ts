import type { HealthIndicatorResult } from '@nestjs/terminus';
import type { Criticality, HealthState, PartStates } from '../report/health-state.js';

/** What a check finds. Nothing but states leaves it: no message, no value. */
export interface IndicatorResult {
  readonly status: HealthState;
  /** States of its parts. Ids are 1 to 64 letters, digits or `. _ -`; parts with other ids are not shown. */
  readonly parts?: PartStates;
}

/**
 * Looks at one dependency. It must end when `signal` aborts, which happens at its deadline and when the application stops.
 * What it throws means `down`. It may return what terminus' indicators return, as they are; of these only the states are
 * kept.
 */
export type CheckFunction = (
  signal: AbortSignal,
) => IndicatorResult | HealthIndicatorResult | PromiseLike<IndicatorResult | HealthIndicatorResult>;

/** A check with all its decisions made. */
export interface Indicator {
  readonly name: string;
  readonly criticality: Criticality;
  readonly timeoutMs: number;
  readonly check: CheckFunction;
}
