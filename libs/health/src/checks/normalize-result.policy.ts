import { isHealthState, isPartState, type HealthState, type PartStates } from '../report/health-state.js';
import type { IndicatorResult } from './indicator.js';

/** No `:`, `/` or `@`: an address with a password in it cannot be an id. */
const PART_ID = /^[\w.-]{1,64}$/;

/**
 * What a check returned, reduced to states. It reads our results and those of terminus (`{ name: { status, ... } }`); what
 * it cannot read is `unknown`, where terminus' own executor would answer `ok`.
 */
export function normalizeResult(returned: unknown): Required<IndicatorResult> {
  if (!isRecord(returned)) return { status: 'unknown', parts: {} };
  if (isHealthState(returned['status'])) {
    const parts = isRecord(returned['parts']) ? statesOf(Object.entries(returned['parts'])) : {};
    return { status: returned['status'], parts };
  }
  const entries = Object.entries(returned);
  const states = entries.map(([id, detail]): [string, HealthState] => [
    id,
    isRecord(detail) ? stateOf(detail['status']) : 'unknown',
  ]);
  return {
    status: worst(states.map(([, state]) => state)),
    // One alone is the check itself.
    parts: states.length > 1 ? statesOf(states) : {},
  };
}

function statesOf(entries: readonly (readonly [string, unknown])[]): PartStates {
  return Object.fromEntries(
    entries
      .filter(([id]) => PART_ID.test(id))
      .map(([id, state]) => [id, isPartState(state) ? state : 'unknown']),
  );
}

function stateOf(value: unknown): HealthState {
  return isHealthState(value) ? value : 'unknown';
}

function worst(states: readonly HealthState[]): HealthState {
  for (const state of ['down', 'unknown', 'degraded'] as const) if (states.includes(state)) return state;
  return states.length === 0 ? 'unknown' : 'up';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
