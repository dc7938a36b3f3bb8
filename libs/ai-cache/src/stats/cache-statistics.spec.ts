import { expect, it } from 'vitest';
import { CacheStatistics } from './cache-statistics.js';

it('counts 100 namespaces by name and all others together', () => {
  const statistics = new CacheStatistics();
  for (let n = 0; n < 1_000; n++) statistics.of(`n${n}`).misses += 1;
  const names = statistics.byNamespace();
  expect(Object.keys(names)).toHaveLength(101);
  expect(names['n99']?.misses).toBe(1);
  expect(names['other']?.misses).toBe(900);
  expect(statistics.total().misses).toBe(1_000);
});

it('adds up every counter', () => {
  const statistics = new CacheStatistics();
  Object.assign(statistics.of('a'), {
    l1: 1,
    l2: 2,
    flight: 3,
    misses: 4,
    joined: 5,
    stores: 6,
    refusals: 7,
    outdated: 8,
    l3: 9,
    refreshes: 1,
    savedMs: 2,
    savedMicroDollars: 3,
  });
  Object.assign(statistics.of('b'), {
    l1: 10,
    l2: 20,
    flight: 30,
    misses: 40,
    joined: 50,
    stores: 60,
    refusals: 70,
    outdated: 80,
    l3: 90,
    refreshes: 10,
    savedMs: 20,
    savedMicroDollars: 30,
  });
  expect(statistics.total()).toEqual({
    l1: 11,
    l2: 22,
    flight: 33,
    misses: 44,
    joined: 55,
    stores: 66,
    refusals: 77,
    outdated: 88,
    l3: 99,
    refreshes: 11,
    savedMs: 22,
    savedMicroDollars: 33,
  });
});

it('hands out copies', () => {
  const statistics = new CacheStatistics();
  const before = statistics.byNamespace();
  statistics.of('a').l1 += 1;
  expect(before).toEqual({});
});
