import { describe, expect, it } from 'vitest';
import { addFigures, FIGURES, noFigures } from './usage-figures.js';

describe('addFigures', () => {
  it('adds every figure to itself, and there is no other', () => {
    expect(Object.keys(noFigures())).toEqual([...FIGURES]);
    const more = noFigures();
    FIGURES.forEach((figure, index) => (more[figure] = 10 ** index));
    const sum = noFigures();
    addFigures(sum, more);
    addFigures(sum, more);
    for (const [index, figure] of FIGURES.entries())
      expect([figure, sum[figure]]).toEqual([figure, 2 * 10 ** index]);
  });
});
