import { describe, expect, it } from 'vitest';
import { goDuration, rfc3339Seconds } from './reset-format.policy.js';

describe('reset formats', () => {
  it.each([
    [0, '0s'],
    [12, '12ms'],
    [577.5, '578ms'],
    [1_000, '1s'],
    [7_660, '7.66s'],
    [60_000, '1m0s'],
    [179_560, '2m59.56s'],
    [360_000, '6m0s'],
    [3_600_000, '1h0m0s'],
    [86_399_001, '23h59m59.001s'],
  ])('prints %d ms as Go does: %s', (ms, text) => expect(goDuration(ms)).toBe(text));

  it('prints times in whole seconds, rounded up', () => {
    expect(rfc3339Seconds(Date.UTC(2025, 7, 21, 12, 40, 58, 1))).toBe('2025-08-21T12:40:59Z');
    expect(rfc3339Seconds(Date.UTC(2025, 7, 21, 12, 40, 59))).toBe('2025-08-21T12:40:59Z');
  });
});
