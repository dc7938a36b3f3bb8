/** `unknown`: it could not be determined, in time or at all. It never counts as a pass. */
export const HEALTH_STATES = ['up', 'degraded', 'down', 'unknown'] as const;

export type HealthState = (typeof HEALTH_STATES)[number];

/**
 * What follows for the instance when a dependency fails. `required`: it takes no requests. `degradable`: it goes on, worse
 * than usual. `informational`: nothing, it is only shown.
 */
export const CRITICALITIES = ['required', 'degradable', 'informational'] as const;

export type Criticality = (typeof CRITICALITIES)[number];

/** `drained`: an operator took it out. It is not sick, and its absence is meant. */
export type PartState = HealthState | 'drained';

/** States of the parts of a dependency by id: providers, tiers. */
export type PartStates = Readonly<Record<string, PartState>>;

export function isHealthState(value: unknown): value is HealthState {
  return HEALTH_STATES.some((state) => state === value);
}

export function isPartState(value: unknown): value is PartState {
  return value === 'drained' || isHealthState(value);
}
