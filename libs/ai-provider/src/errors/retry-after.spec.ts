import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);

describe('retryAfterMs', () => {
  it.each([
    ['0.5', 500],
    ['1', 1_000],
    ['0.0001', 1],
    ['120', 120_000],
    ['3600', 3_600_000],
    ['0', 0],
    [' 7 ', 7_000],
    ['Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['Monday, 23-Nov-26 12:00:30 GMT', 30_000],
    ['Mon Nov 23 12:00:30 2026', 30_000],
    ['Mon, 23 Nov 2026 11:00:00 GMT', 0],
  ])('reads Retry-After %j as %i ms', (text, ms) => {
    expect(retryAfterMs({ 'retry-after': text }, NOW)).toBe(ms);
  });

  it.each([
    '',
    'soon',
    'in 5',
    '-5',
    '1e9',
    '12abc',
    '0x10',
    'Infinity',
    'NaN',
    '5 s',
    'May 1',
    '9'.repeat(400),
  ])('reads nothing from %j', (text) => {
    expect(retryAfterMs({ 'retry-after': text }, NOW)).toBeUndefined();
    expect(retryAfterMs({ 'retry-after-ms': text }, NOW)).toBeUndefined();
  });

  it('reads retry-after-ms, rounded up', () => {
    expect(retryAfterMs({ 'retry-after-ms': '250.2' }, NOW)).toBe(251);
  });

  it('takes the longer one of the two headers', () => {
    expect(retryAfterMs({ 'retry-after': '2', 'retry-after-ms': '1500' }, NOW)).toBe(2_000);
    expect(retryAfterMs({ 'retry-after': '1', 'retry-after-ms': '1500' }, NOW)).toBe(1_500);
  });

  it('says nothing without the headers', () => {
    expect(retryAfterMs({ 'x-other': '5' }, NOW)).toBeUndefined();
  });

  it('gives whole milliseconds from 0, or nothing, for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const ms = retryAfterMs({ 'retry-after': text, 'retry-after-ms': text }, NOW);
        if (ms !== undefined) expect(Number.isSafeInteger(ms) && ms >= 0).toBe(true);
      }),
    );
  });
});
