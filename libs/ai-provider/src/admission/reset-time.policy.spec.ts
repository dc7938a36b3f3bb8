import { describe, expect, it } from 'vitest';
import { resetDurationMs, resetTimeMs } from './reset-time.policy.js';

describe('resetDurationMs', () => {
  it.each([
    ['12ms', 12],
    ['1s', 1_000],
    ['6m0s', 360_000],
    ['7.66s', 7_660],
    ['2m59.56s', 179_560],
    ['1h2m3s4ms', 3_723_004],
    ['0s', 0],
    ['1.2ms', 2],
    ['5', 5_000],
    ['0.5', 500],
    [' 1s ', 1_000],
  ])('reads %s as %d ms, rounded up', (text, ms) => {
    expect(resetDurationMs(text)).toBe(ms);
  });

  it.each([
    '',
    's',
    '1d',
    '-1s',
    '1 s',
    '1s later',
    'in 1s',
    '1..2s',
    '1e3',
    'NaN',
    '2026-01-01T00:00:00Z',
    '1000h',
  ])('rejects %j', (text) => {
    expect(resetDurationMs(text)).toBeUndefined();
  });

  it('is undefined for a header that is not there', () => {
    expect(resetDurationMs(undefined)).toBeUndefined();
  });
});

describe('resetTimeMs', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);

  it('gives the ms until a time as RFC 3339 has it, with any offset', () => {
    expect(resetTimeMs('2026-01-01T12:00:30Z', now)).toBe(30_000);
    expect(resetTimeMs('2026-01-01T13:00:30.5+01:00', now)).toBe(30_500);
  });

  it('says nothing of a time that is past, which other clocks make of any', () => {
    expect(resetTimeMs('2026-01-01T11:59:59Z', now)).toBeUndefined();
    expect(resetTimeMs('2026-01-01T12:00:00Z', now)).toBeUndefined();
  });

  it.each(['', 'soon', '30s', '2026-01-01', '2026-13-01T00:00:00Z', '12:00:30Z'])('rejects %j', (text) => {
    expect(resetTimeMs(text, now)).toBeUndefined();
  });
});
