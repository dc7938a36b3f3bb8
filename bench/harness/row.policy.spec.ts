import { expect, it } from 'vitest';
import { atLeast, atMost, exactly, noGoal, ratioAtLeast, ratioAtMost, row } from './row.policy.js';

const peer = { name: 'peer', value: 8 };

it('compares a figure with its peer', () => {
  expect(row({ name: 'hit', value: 4, unit: 'ns', peer, goal: ratioAtMost(0.6) })).toEqual({
    name: 'hit',
    value: 4,
    unit: 'ns',
    peer: 'peer',
    peerValue: 8,
    ratio: 0.5,
    goal: 'ratio <= 0.6',
    pass: true,
  });
});

it('has no ratio without a peer', () => {
  expect(row({ name: 'hit', value: 4, unit: 'ns', goal: atMost(3) })).toEqual({
    name: 'hit',
    value: 4,
    unit: 'ns',
    goal: '<= 3 ns',
    pass: false,
  });
});

it.each([
  [atMost(4), true],
  [atMost(3.9), false],
  [atLeast(4), true],
  [atLeast(4.1), false],
  [exactly(4), true],
  [exactly(4.5), false],
  [ratioAtMost(0.5), true],
  [ratioAtMost(0.49), false],
  [ratioAtLeast(0.5), true],
  [ratioAtLeast(0.51), false],
  [noGoal(), true],
])('judges at the border: %o', (goal, pass) => {
  expect(row({ name: 'hit', value: 4, unit: 'ns', peer, goal }).pass).toBe(pass);
});

it('judges the figure as measured, not as rounded for reading', () => {
  const result = row({ name: 'hit', value: 1.000049, unit: 'ns', goal: atMost(1) });
  expect(result).toMatchObject({ value: 1, pass: false });
});

it('refuses figures that are none, and a ratio without a peer', () => {
  expect(() => row({ name: 'hit', value: Number.NaN, unit: 'ns', goal: noGoal() })).toThrow(/"hit".*NaN/);
  const zero = { name: 'peer', value: 0 };
  expect(() => row({ name: 'hit', value: 1, unit: 'ns', peer: zero, goal: noGoal() })).toThrow(/Infinity/);
  expect(() => row({ name: 'hit', value: 1, unit: 'ns', goal: ratioAtMost(1) })).toThrow(/needs a peer/);
});
