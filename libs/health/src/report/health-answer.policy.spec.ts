import { describe, expect, it } from 'vitest';
import type { CheckSnapshot } from './check-snapshot.js';
import { healthAnswer, livezAnswer, readyzAnswer, startupzAnswer } from './health-answer.policy.js';
import { CRITICALITIES, HEALTH_STATES, type Criticality, type HealthState } from './health-state.js';

function check(
  criticality: Criticality,
  status: HealthState,
  more: Partial<CheckSnapshot> = {},
): CheckSnapshot {
  return { name: 'store', criticality, status, parts: {}, ageMs: 5, ...more };
}

/** The whole decision, written down: rows are criticalities, columns are states. */
const EXPECTED: Readonly<Record<Criticality, Readonly<Record<HealthState, readonly [number, string]>>>> = {
  required: { up: [200, 'ok'], degraded: [200, 'degraded'], down: [503, 'error'], unknown: [503, 'error'] },
  degradable: {
    up: [200, 'ok'],
    degraded: [200, 'degraded'],
    down: [200, 'degraded'],
    unknown: [200, 'degraded'],
  },
  informational: { up: [200, 'ok'], degraded: [200, 'ok'], down: [200, 'ok'], unknown: [200, 'ok'] },
};
const CASES = CRITICALITIES.flatMap((criticality) =>
  HEALTH_STATES.map((state) => [criticality, state, ...EXPECTED[criticality][state]] as const),
);

describe('readyzAnswer and healthAnswer', () => {
  it.each(CASES)('a %s check that is %s alone: %d %s', (criticality, state, code, status) => {
    const checks = [check(criticality, state)];
    expect(readyzAnswer(false, checks)).toEqual({
      code,
      body: { status, details: { store: { status: state } } },
    });
    expect(healthAnswer(checks)).toEqual({
      code,
      body: { status, details: { store: { status: state, criticality, ageMs: 5 } } },
    });
  });

  it('the worst of all checks decides, wherever it stands', () => {
    const checks = [
      check('degradable', 'down', { name: 'a' }),
      check('required', 'down', { name: 'b' }),
      check('required', 'up', { name: 'c' }),
    ];
    expect(readyzAnswer(false, checks).body.status).toBe('error');
    expect(readyzAnswer(false, checks.toReversed()).body.status).toBe('error');
    expect(
      readyzAnswer(
        false,
        [checks[2], checks[0]].filter((one) => one !== undefined),
      ).body.status,
    ).toBe('degraded');
  });

  it('without checks an instance is ready', () => {
    expect(readyzAnswer(false, [])).toEqual({ code: 200, body: { status: 'ok', details: {} } });
  });

  it('a draining instance is not ready, however well it is', () => {
    expect(readyzAnswer(true, [check('required', 'up')])).toEqual({
      code: 503,
      body: { status: 'shutting_down', details: { store: { status: 'up' } } },
    });
  });

  it('health shows parts and a result that never was', () => {
    const parts = { l1: 'up', l2: 'down' } as const;
    expect(
      healthAnswer([check('degradable', 'degraded', { parts, ageMs: null })]).body.details['store'],
    ).toEqual({ status: 'degraded', criticality: 'degradable', ageMs: null, parts });
  });
});

describe('livezAnswer', () => {
  it('fails only when the event loop is blocked', () => {
    expect(livezAnswer(false)).toEqual({
      code: 200,
      body: { status: 'ok', details: { 'event-loop': { status: 'up' } } },
    });
    expect(livezAnswer(true)).toEqual({
      code: 503,
      body: { status: 'error', details: { 'event-loop': { status: 'down' } } },
    });
  });
});

describe('startupzAnswer', () => {
  it.each([
    [false, false, 503],
    [true, false, 503],
    [false, true, 503],
    [true, true, 200],
  ])('bootstrapped %s, first round over %s: %d', (bootstrapped, over, code) => {
    expect(startupzAnswer(bootstrapped, over).code).toBe(code);
  });
});
