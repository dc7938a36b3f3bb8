import { expect, it } from 'vitest';
import { interquartileRange, median, pairedDifference, quantile, shuffled } from './statistics.policy.js';

it('finds the middle value, or the mean of the two middle ones', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([10, 1, 2, 4])).toBe(3);
});

it('interpolates quantiles as R and NumPy do by default', () => {
  expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
  expect(quantile([4, 3, 2, 1], 0.99)).toBeCloseTo(3.97, 10);
  expect(quantile([7], 0.99)).toBe(7);
  expect(quantile([2, 100, 10], 1)).toBe(100); // by number, not by text
  expect(interquartileRange([1, 2, 3, 4, 5])).toBe(2);
});

it('refuses a quantile of nothing', () => {
  expect(() => median([])).toThrow(RangeError);
});

it('leaves the values it was given in their order', () => {
  const values = [3, 1, 2];
  median(values);
  expect(values).toEqual([3, 1, 2]);
});

it('gives every order of the names, each for an equal share of the random numbers', () => {
  const orders = [0, 0.34, 0.99].flatMap((first) =>
    [0.49, 0.5].map((second) => {
      const numbers = [first, second, 0.99].values();
      return shuffled(['a', 'b', 'c'], () => numbers.next().value ?? Number.NaN).join('');
    }),
  );
  expect(orders).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
});

it('pairs the rounds, so that a slow round weighs on both', () => {
  const one = { rounds: [11, 111, 12] };
  const other = { rounds: [10, 110, 9] };
  expect(pairedDifference(one, other, (round) => round)).toBe(1);
  expect(() => pairedDifference(one, { rounds: [1] }, (round) => round)).toThrow(RangeError);
});
