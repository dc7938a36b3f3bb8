import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEALTH_STATES } from '../report/health-state.js';
import { normalizeResult } from './normalize-result.policy.js';

describe('normalizeResult', () => {
  it.each(HEALTH_STATES)('keeps %s', (status) => {
    expect(normalizeResult({ status })).toEqual({ status, parts: {} });
  });

  it.each([
    ['a state of nobody', { status: 'fine' }],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'up'],
    ['true', true],
    ['an empty object', {}],
    ['an empty list', []],
    ['a terminus result of an unknown state', { db: { status: 'unknown' } }],
    ['a terminus result without a state', { db: {} }],
    ['a terminus result that is no object', { db: 'up' }],
  ])('reads %s as unknown', (_what, returned) => {
    expect(normalizeResult(returned)).toEqual({ status: 'unknown', parts: {} });
  });

  it('reads what terminus returns, and drops its message and data', () => {
    expect(
      normalizeResult({ db: { status: 'down', message: 'postgres://u:p4ss@db', responseTime: 3 } }),
    ).toEqual({
      status: 'down',
      parts: {},
    });
  });

  it('takes the worst of several terminus results: down, unknown, degraded, up', () => {
    const up = { status: 'up' };
    const degraded = { status: 'degraded' };
    expect(normalizeResult({ a: up, b: up })).toEqual({ status: 'up', parts: { a: 'up', b: 'up' } });
    expect(normalizeResult({ a: up, b: degraded }).status).toBe('degraded');
    expect(normalizeResult({ a: up, b: degraded, c: {} }).status).toBe('unknown');
    expect(normalizeResult({ a: up, b: degraded, c: {}, d: { status: 'down' } }).status).toBe('down');
  });

  it('shows parts with plain ids only, and states only', () => {
    const parts = {
      'l1.memory': 'up',
      'postgres://u:p4ss@db': 'down',
      'a b': 'up',
      l2: 'broken',
      groq: 'drained',
      ['x'.repeat(65)]: 'up',
    };
    expect(normalizeResult({ status: 'degraded', parts })).toEqual({
      status: 'degraded',
      parts: { 'l1.memory': 'up', l2: 'unknown', groq: 'drained' },
    });
  });

  it('does not know a check that is drained as a whole: only parts are', () => {
    expect(normalizeResult({ status: 'drained' }).status).toBe('unknown');
  });

  it('never turns anything into up that does not say up', () => {
    fc.assert(
      fc.property(fc.anything(), (returned) => {
        const { status } = normalizeResult(returned);
        expect(HEALTH_STATES).toContain(status);
        expect(status === 'up' && !JSON.stringify(returned).includes('"up"')).toBe(false);
      }),
    );
  });
});
