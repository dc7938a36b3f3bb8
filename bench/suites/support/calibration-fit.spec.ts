import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCalibration, type Guess } from './calibration-fit.js';
import { BEGIN, END, withSection } from './classify-markdown.js';

const guesses = (lead: number, right: number, wrong: number): Guess[] => [
  ...Array.from({ length: right }, () => ({ lead, right: true })),
  ...Array.from({ length: wrong }, () => ({ lead, right: false })),
];

describe('fitCalibration', () => {
  it('gives the smoothed share of right guesses from each lead on', () => {
    expect(fitCalibration([...guesses(0.5, 9, 9), ...guesses(2, 17, 1)])).toEqual([
      [0, 0.5],
      [2, 0.9],
    ]);
  });

  it('pools leads that are less often right than smaller ones', () => {
    expect(fitCalibration([...guesses(1, 15, 3), ...guesses(2, 9, 9), ...guesses(3, 17, 1)])).toEqual([
      [0, 0.66],
      [3, 0.9],
    ]);
  });

  it('keeps equal leads together, and too few guesses with their neighbours', () => {
    expect(fitCalibration([...guesses(1, 12, 12), ...guesses(2, 3, 0)])).toEqual([[0, 0.55]]);
  });

  it('never falls and never claims to be certain', () => {
    const guess = fc.record({ lead: fc.double({ min: 0.01, max: 20, noNaN: true }), right: fc.boolean() });
    fc.assert(
      fc.property(fc.array(guess, { minLength: 1, maxLength: 200 }), (all) => {
        const steps = fitCalibration(all);
        const shares = steps.map(([, share]) => share);
        expect(steps[0]?.[0]).toBe(0);
        expect(shares).toEqual(shares.toSorted((left, right) => left - right));
        expect(shares.every((share) => share > 0 && share < 1)).toBe(true);
      }),
    );
  });
});

describe('withSection', () => {
  it('replaces what is between the marks, and nothing else', () => {
    const once = withSection(`before\n${BEGIN}\nold\n${END}\nafter\n`, '2026-01-01', 'new');
    expect(once).toMatch(/^before\n/);
    expect(once).toMatch(/\nafter\n$/);
    expect(once).toContain('2026-01-01');
    expect(once).not.toContain('old');
    expect(withSection(once, '2026-01-01', 'new')).toBe(once);
  });

  it('refuses a document without the marks', () => {
    expect(() => withSection('text', '2026-01-01', 'new')).toThrow(BEGIN);
  });
});
