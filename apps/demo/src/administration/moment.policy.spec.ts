import { describe, expect, it } from 'vitest';
import { readMoment } from './moment.policy.js';

const MIDNIGHT = Date.UTC(2026, 10, 27);

describe('a moment of a query', () => {
  it.each([
    ['1795737600000', MIDNIGHT],
    ['2026-11-27', MIDNIGHT],
    ['2026-11-27T00:00Z', MIDNIGHT],
    ['2026-11-27T02:00:00+02:00', MIDNIGHT],
    ['2026-11-26T23:59:59.500Z', MIDNIGHT - 500],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
  ])('reads %s', (text, ms) => {
    expect(readMoment(text, 'begin')).toBe(ms);
  });

  it('means the whole day by a date at the end, and a time as it is', () => {
    expect(readMoment('2026-11-27', 'end')).toBe(MIDNIGHT + 86_400_000 - 1);
    expect(readMoment('2026-11-27T00:00:00Z', 'end')).toBe(MIDNIGHT);
  });

  it.each([
    '',
    'now',
    '2026',
    '1795737600',
    '-1795737600000',
    '2026-11',
    '2026-13-01',
    '2026-02-30',
    '2026-02-29T00:00Z',
    '2026-11-27T00:00:00',
    '2026-11-27T25:00Z',
    '2026-11-27 00:00Z',
    ' 2026-11-27',
    '27.11.2026',
  ])('refuses %j', (text) => {
    expect(readMoment(text, 'begin')).toBeUndefined();
    expect(readMoment(text, 'end')).toBeUndefined();
  });
});
