import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { formatDuration, parseDuration, type Duration } from './duration.js';

const YEAR_MS = 365 * 86_400_000;

describe('parseDuration', () => {
  it.each([
    [250, 250],
    [0, 0],
    ['0s', 0],
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['365d', YEAR_MS],
  ] satisfies [Duration, number][])('reads %j as %d ms', (text, ms) => {
    expect(parseDuration(text, 'ttl')).toBe(ms);
  });

  it.each([
    [1.5],
    [-1],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [YEAR_MS + 1],
    ['366d'],
    ['999999999999999d'],
    ['5'],
    ['5 m'],
    ['5M'],
    ['-5m'],
    ['1.5h'],
    ['1h30m'],
    ['m'],
    [''],
    ['5toString'],
    ['5m\n'],
    ['٣s'],
    [null],
    [undefined],
    [5n],
    [{}],
  ])('refuses %s, naming the field', (value) => {
    // A value from JavaScript or from JSON can be anything.
    const read = (): number => parseDuration(value as Duration, 'l1.ttl');
    expect(read).toThrow(InvalidOptionError);
    expect(read).toThrow(
      /^l1\.ttl: expected whole milliseconds or a text such as '30s' or '5m', from 0ms to 365d/,
    );
  });

  it('accepts both ends of its range and nothing beyond them', () => {
    const range = { minMs: 100, maxMs: 2_000 };
    expect(parseDuration(100, 'wait', range)).toBe(100);
    expect(parseDuration('2s', 'wait', range)).toBe(2_000);
    expect(() => parseDuration(99, 'wait', range)).toThrow('from 100ms to 2s, received 99');
    expect(() => parseDuration(2_001, 'wait', range)).toThrow('received 2001');
  });

  it('has one zero', () => {
    expect(Object.is(parseDuration(-0, 'ttl'), 0)).toBe(true);
  });

  it('reads back what formatDuration writes, for every whole number of ms of a year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: YEAR_MS }), (ms) => {
        // formatDuration returns a number with one of the units.
        expect(parseDuration(formatDuration(ms) as Duration, 'x')).toBe(ms);
      }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0ms'],
    [1, '1ms'],
    [1_500, '1500ms'],
    [90_000, '90s'],
    [60_000, '1m'],
    [7_200_000, '2h'],
    [86_400_000, '1d'],
  ])('writes %d ms with the largest unit that is exact: %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
