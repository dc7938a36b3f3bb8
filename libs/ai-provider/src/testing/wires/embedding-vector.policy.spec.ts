import { expect, it } from 'vitest';
import { unitVector } from './embedding-vector.policy.js';

const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

it('is of length one, equal for equal texts, nearly orthogonal for others', () => {
  const [one, same, other] = [
    unitVector('a', 1536, 1536),
    unitVector('a', 1536, 1536),
    unitVector('b', 1536, 1536),
  ];
  expect(dot(one, one)).toBeCloseTo(1, 5);
  expect(one).toEqual(same);
  expect(Math.abs(dot(one, other))).toBeLessThan(0.15);
});

it('shortens by cutting and normalising again', () => {
  const full = unitVector('a', 1536, 1536);
  const short = unitVector('a', 1536, 256);
  expect(dot(short, short)).toBeCloseTo(1, 5);
  expect((short[0] ?? 0) / (short[1] ?? 1)).toBeCloseTo((full[0] ?? 0) / (full[1] ?? 1), 4);
});
