import type { CheckSnapshot } from './check-snapshot.js';
import type { Criticality, HealthState, PartStates } from './health-state.js';
import { verdictOf, type Verdict } from './verdict.policy.js';

/** What is shown of a check: ids and states, no text. */
export interface CheckDetails {
  readonly status: HealthState;
  /** Only in `/health`. */
  readonly criticality?: Criticality;
  /** Only in `/health`: how long ago it was observed, whole ms; `null` when it never was. */
  readonly ageMs?: number | null;
  /** Only in `/health`, where a check has parts. */
  readonly parts?: PartStates;
}

/** Body of all four paths, in the words of terminus. */
export interface HealthBody {
  readonly status: Verdict | 'shutting_down';
  readonly details: Readonly<Record<string, CheckDetails>>;
}

export interface HealthAnswer {
  readonly code: 200 | 503;
  readonly body: HealthBody;
}

/** Only the event loop: restarting an instance mends nothing outside it. */
export function livezAnswer(blocked: boolean): HealthAnswer {
  return answer(blocked ? 'error' : 'ok', { 'event-loop': { status: blocked ? 'down' : 'up' } });
}

/** Whether the start is over, however it went: after it, readiness tells the rest. */
export function startupzAnswer(bootstrapped: boolean, firstRoundOver: boolean): HealthAnswer {
  const started = bootstrapped && firstRoundOver;
  return answer(started ? 'ok' : 'error', {
    bootstrap: { status: bootstrapped ? 'up' : 'unknown' },
    'first-checks': { status: firstRoundOver ? 'up' : 'unknown' },
  });
}

/** Whether to send requests here. An instance that is about to go takes none. */
export function readyzAnswer(draining: boolean, checks: readonly CheckSnapshot[]): HealthAnswer {
  return answer(
    draining ? 'shutting_down' : verdictOf(checks),
    detailsOf(checks, ({ status }) => ({ status })),
  );
}

/** The whole picture. */
export function healthAnswer(checks: readonly CheckSnapshot[]): HealthAnswer {
  return answer(
    verdictOf(checks),
    detailsOf(checks, ({ status, criticality, ageMs, parts }) => ({
      status,
      criticality,
      ageMs,
      ...(Object.keys(parts).length === 0 ? {} : { parts }),
    })),
  );
}

function answer(status: HealthBody['status'], details: HealthBody['details']): HealthAnswer {
  return { code: status === 'ok' || status === 'degraded' ? 200 : 503, body: { status, details } };
}

function detailsOf(
  checks: readonly CheckSnapshot[],
  show: (check: CheckSnapshot) => CheckDetails,
): HealthBody['details'] {
  return Object.fromEntries(checks.map((check) => [check.name, show(check)]));
}
