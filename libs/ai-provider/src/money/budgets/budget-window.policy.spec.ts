import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveWindow, windowAt, type BudgetWindow } from './budget-window.policy.js';

const at = (window: BudgetWindow, moment: string): readonly string[] => {
  const { startsAt, endsAt } = windowAt(resolveWindow(window, 'window'), Date.parse(moment));
  return [startsAt, endsAt].map((ms) => new Date(ms).toISOString());
};

describe('windowAt', () => {
  it('knows hours, days and months of UTC, leap years and ends of years included', () => {
    expect(at('hour', '2026-11-23T10:59:59.999Z')).toEqual([
      '2026-11-23T10:00:00.000Z',
      '2026-11-23T11:00:00.000Z',
    ]);
    expect(at('day', '2026-12-31T23:59:59.999Z')).toEqual([
      '2026-12-31T00:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
    ]);
    expect(at('month', '2028-02-29T12:00:00Z')).toEqual([
      '2028-02-01T00:00:00.000Z',
      '2028-03-01T00:00:00.000Z',
    ]);
    expect(at('month', '2026-12-31T23:59:59.999Z')).toEqual([
      '2026-12-01T00:00:00.000Z',
      '2027-01-01T00:00:00.000Z',
    ]);
    expect(at('15m', '2026-11-23T10:44:00Z')).toEqual([
      '2026-11-23T10:30:00.000Z',
      '2026-11-23T10:45:00.000Z',
    ]);
  });

  it('puts every moment in exactly one window', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<BudgetWindow>('hour', 'day', 'month', '90s', '7d'),
        fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
        (window, moment) => {
          const resolved = resolveWindow(window, 'window');
          const { startsAt, endsAt } = windowAt(resolved, moment);
          expect(startsAt).toBeLessThanOrEqual(moment);
          expect(endsAt).toBeGreaterThan(moment);
          expect(windowAt(resolved, startsAt)).toEqual({ startsAt, endsAt });
          expect(windowAt(resolved, endsAt - 1)).toEqual({ startsAt, endsAt });
          expect(windowAt(resolved, endsAt).startsAt).toBe(endsAt);
        },
      ),
    );
  });
});
