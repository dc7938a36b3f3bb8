import { isDeepStrictEqual } from 'node:util';
import { generateCacheKey } from '@hydrogenai/common';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Family } from './structures.js';

const STRUCTURES = 1_000_000;
/** A structure and two that differ from it in one part. */
const FAMILY = 3;

it('gives a million structures, many of them nearly equal, one key exactly when they are equal', () => {
  const seeds: number[] = [];
  /** Where the first value of a key came from. The values themselves would fill the memory. */
  const places = new Map<string, number>();
  let met = 0;
  const check = (value: unknown, key: string, place: number): void => {
    const first = places.get(key);
    if (first === undefined) {
      places.set(key, place);
      return;
    }
    met++;
    const family = new Family(seeds[Math.floor(first / FAMILY)] ?? Number.NaN);
    const other = family.member(first % FAMILY);
    if (!isDeepStrictEqual(other, value)) expect(value, `both have the key ${key}`).toStrictEqual(other);
  };
  const aSeed = fc.noBias(fc.integer());
  fc.assert(
    fc.property(aSeed, (seed) => {
      const place = FAMILY * (seeds.push(seed) - 1);
      const family = new Family(seed);
      const key = generateCacheKey(family.base);
      if (generateCacheKey(family.reordered) !== key) expect(family.reordered).toBe(family.base);
      check(family.base, key, place);
      for (let number = 1; number < FAMILY; number++) {
        const value = family.member(number);
        check(value, generateCacheKey(value), place + number);
      }
    }),
    { numRuns: Math.ceil(STRUCTURES / FAMILY), endOnFailure: true },
  );
  expect(seeds.length * FAMILY).toBeGreaterThanOrEqual(STRUCTURES);
  // The run says something only when most structures differ and many equal ones meet.
  expect(places.size).toBeGreaterThan(STRUCTURES / 3);
  expect(met).toBeGreaterThan(STRUCTURES / 50);
}, 240_000);
