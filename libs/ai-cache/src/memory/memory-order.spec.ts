import { describe, expect, it } from 'vitest';
import { weightOf } from './entry-weight.policy.js';
import { ONE_USE } from './eviction.policy.js';
import { hashOf } from './frequency-sketch.js';
import { MemoryOrder, type Ordered } from './memory-order.js';

interface Thing extends Ordered {
  readonly key: string;
}

/** A cache of things of 100 bytes, as the memory uses the order. */
function cacheOf(maxBytes: number): {
  order: MemoryOrder<Thing>;
  ask: (key: string, expiresMs?: number, nowMs?: number) => boolean;
  held: Map<string, Thing>;
} {
  const held = new Map<string, Thing>();
  const order = new MemoryOrder<Thing>(maxBytes, ({ key }) => held.delete(key));
  const ask = (key: string, expiresMs = Number.POSITIVE_INFINITY, nowMs = 0): boolean => {
    const known = held.get(key);
    if (known) {
      order.touch(known);
      return true;
    }
    const thing = {
      key,
      hash: hashOf(key),
      bytes: 100,
      weight: 1,
      expiresMs,
      uses: 0,
      agedIn: 0,
      inWindow: true,
    };
    order.add(thing, nowMs);
    held.set(key, thing);
    return false;
  };
  return { order, ask, held };
}

describe('the order of the memory', () => {
  it('lets no scan push out what is used', () => {
    const { ask, held, order } = cacheOf(10_000);
    const popular = Array.from({ length: 80 }, (_, n) => `popular ${n}`);
    for (let turn = 0; turn < 5; turn++) for (const key of popular) ask(key);
    for (let n = 0; n < 10_000; n++) ask(`scan ${n}`);
    expect(popular.filter((key) => held.has(key)).length).toBeGreaterThanOrEqual(75);
    expect(order.bytes).toBeLessThanOrEqual(10_000);
  });

  it('lets no scan of giants push out more than one of them takes', () => {
    const { order, ask, held } = cacheOf(100_000);
    const popular = Array.from({ length: 900 }, (_, n) => `popular ${n}`);
    for (let turn = 0; turn < 5; turn++) for (const key of popular) ask(key);
    const giant = { bytes: 20_000, weight: 1, expiresMs: 9_000, uses: 0, agedIn: 0, inWindow: true };
    for (let n = 0; n < 50; n++) order.add({ key: `giant ${n}`, hash: hashOf(`giant ${n}`), ...giant }, 0);
    // A fifth of the memory is 200 of them; the giant that came last is all that there is of giants.
    const kept = popular.filter((key) => held.has(key)).length;
    expect(kept).toBeGreaterThanOrEqual(690);
    expect(order.size).toBe(kept + 1);
  });

  it('follows when other things become popular', () => {
    const { ask, held } = cacheOf(10_000);
    const old = Array.from({ length: 90 }, (_, n) => `old ${n}`);
    const fresh = Array.from({ length: 90 }, (_, n) => `fresh ${n}`);
    for (let turn = 0; turn < 50; turn++) for (const key of old) ask(key);
    for (let turn = 0; turn < 20; turn++) for (const key of fresh) ask(key);
    expect(fresh.filter((key) => held.has(key)).length).toBeGreaterThanOrEqual(80);
  });

  it('remembers the uses of what has left', () => {
    const { ask, held, order } = cacheOf(10_000);
    for (let turn = 0; turn < 9; turn++) ask('known');
    const known = held.get('known');
    if (known === undefined) throw new TypeError('It was just asked for.');
    order.delete(known);
    held.delete('known');
    ask('known');
    expect(held.get('known')?.uses).toBe(10 * ONE_USE);
  });

  it('gives the place of what has expired to what has not, however often that was used', () => {
    const { ask, held } = cacheOf(10_000);
    for (let turn = 0; turn < 9; turn++) for (let n = 0; n < 95; n++) ask(`soon gone ${n}`, 1_000);
    for (let n = 0; n < 60; n++) ask(`new ${n}`, 9_000, 2_000);
    expect([...held.keys()].filter((key) => key.startsWith('new'))).toHaveLength(60);
  });

  it('decides on a giant among thousands of small things in one pass over them', () => {
    const order = new MemoryOrder<Ordered>(4_000_000, () => undefined);
    let looks = 0;
    const place = { weight: 1, uses: 0, agedIn: 0, inWindow: true };
    for (let n = 0; n < 39_000; n++) {
      const small = { ...place, hash: n, expiresMs: 1_000 };
      const counted: Ordered = Object.defineProperty({ ...small, bytes: 100 }, 'bytes', {
        get: () => {
          looks += 1;
          return 100;
        },
      });
      order.add(counted, 0);
    }
    looks = 0;
    for (const hash of [1, 2]) order.add({ ...place, hash, bytes: 1_000_000, expiresMs: 9_000 }, 2_000);
    expect(order.bytes).toBeLessThanOrEqual(4_000_000);
    // Some 20,000 have to go, each compared with seven others; each with all before it would be 10^8.
    expect(looks).toBeGreaterThan(20_000);
    expect(looks).toBeLessThan(1_000_000);
  });
});

describe('the weight of an answer', () => {
  it('is 1 for what nothing is known of, and for a second or a tenth of a cent', () => {
    expect(
      [{}, { savedMs: 1_000 }, { costSaved: 1_000 }, { savedMs: 500, costSaved: 500 }].map(weightOf),
    ).toEqual([1, 1, 1, 1]);
  });

  it('stays between a hundredth and a hundred times that', () => {
    expect([{ savedMs: 0 }, { savedMs: 1e9 }, { costSaved: 1e12 }].map(weightOf)).toEqual([0.01, 100, 100]);
  });
});
