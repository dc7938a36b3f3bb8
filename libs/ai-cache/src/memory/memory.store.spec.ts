import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { CacheAddress } from '../entry/cache-address.js';
import { Proof } from '../invalidation/proof.js';
import { Scope } from '../invalidation/scope.js';
import { codeValue } from '../record/coded-value.js';
import { CacheStatistics } from '../stats/cache-statistics.js';
import { entryBytes } from './memory-entry.js';
import { MemoryIndex } from './memory-index.js';
import { MemoryStore } from './memory.store.js';

const KiB = 1024;
const counters = new CacheStatistics().of('test');

function proofOf({ names }: CacheAddress, scope = new Scope('test')): Proof {
  return new Proof(scope, names, undefined, 0);
}

function at(
  key: string,
  change: { tenant?: string; audience?: string; namespace?: string; structured?: boolean } = {},
): CacheAddress {
  return new CacheAddress({
    tenant: undefined,
    audience: undefined,
    namespace: 'test',
    key,
    structured: false,
    ...change,
  });
}

/** Entries that the store finds, and their bytes; what has expired is gone after it. */
function foundIn(store: MemoryStore): { entries: number; bytes: number } {
  const found = Array.from({ length: 41 }, (_, n) =>
    store.get(at(`key-${n}`, { tenant: `tenant-${n % 3}` })),
  );
  const bytes = found.reduce((sum, entry) => sum + (entry?.bytes ?? 0), 0);
  return { entries: found.filter((entry) => entry !== undefined).length, bytes };
}

describe('the memory', () => {
  let clock: FakeClock;
  let memory: MemoryStore;
  const put = (address: CacheAddress, value: unknown, remainingMs = 1_000): void =>
    memory.put(address, { coded: codeValue(value), counters, proof: proofOf(address), remainingMs });

  beforeEach(() => {
    clock = new FakeClock();
    memory = new MemoryStore(64 * KiB, clock);
  });

  it('serves an entry until the last millisecond of its lifetime and not after', () => {
    put(at('a'), 'x', 1_000);
    clock.advance(999.999);
    expect(memory.get(at('a'))?.value).toBe('x');
    clock.advance(0.001);
    expect(memory.get(at('a'))).toBeUndefined();
    expect(memory.usage()).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('gives what has to be decided on, and what is stale, only to who asks for it', () => {
    const times = { remainingMs: 1_000, undecidedMs: 600, keptMs: 3_000, savedMs: 20 };
    memory.put(at('a'), { coded: codeValue('x'), counters, proof: proofOf(at('a')), ...times });
    expect(memory.get(at('a'))?.value).toBe('x');
    const seen = [600, 400, 1_000, 999.9, 0.2].map((ms) => {
      clock.advance(ms);
      const found = memory.find(at('a'));
      return [memory.get(at('a')), found?.factoryMs, found && Math.round(memory.remainingMs(found))];
    });
    expect(seen).toEqual([
      [undefined, 20, 400],
      [undefined, 20, 0],
      [undefined, 20, -1_000],
      [undefined, 20, -2_000],
      [undefined, undefined, undefined],
    ]);
    expect(memory.usage().entries).toBe(0);
  });

  it('does not prolong a lifetime by reading', () => {
    put(at('a'), 'x', 1_000);
    for (let turn = 0; turn < 10; turn++) {
      clock.advance(99);
      memory.get(at('a'));
    }
    clock.advance(10);
    expect(memory.get(at('a'))).toBeUndefined();
  });

  it('tells tenants, namespaces, and strings from structures', () => {
    const places = [
      at('k'),
      at('k', { tenant: 'a' }),
      at('k', { tenant: 'b' }),
      at('k', { namespace: 'other' }),
      at('k', { structured: true }),
    ];
    for (const [index, place] of places.entries()) put(place, index);
    expect(places.map((place) => memory.get(place)?.value)).toEqual([0, 1, 2, 3, 4]);
    memory.delete(at('k'));
    expect(places.map((place) => memory.get(place)?.value)).toEqual([undefined, 1, 2, 3, 4]);
  });

  it('replaces an entry and counts the bytes of the new one only', () => {
    put(at('a'), 'x'.repeat(8_000));
    put(at('a'), 'y');
    expect(memory.get(at('a'))?.value).toBe('y');
    expect(memory.usage().entries).toBe(1);
    expect(memory.usage().bytes).toBeLessThan(2_000);
  });

  it('keeps what is used over what came once, and the newest answer in any case', () => {
    const value = 'x'.repeat(11 * KiB);
    const held = (): string[] =>
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].filter((key) => memory.get(at(key)) !== undefined);
    for (const key of ['a', 'b', 'c', 'd']) put(at(key), value);
    for (let turn = 0; turn < 5; turn++) for (const key of ['a', 'b', 'c']) memory.get(at(key));
    for (const key of ['e', 'f', 'g']) {
      put(at(key), value);
      expect(held()).toContain(key);
    }
    expect(held()).toEqual(expect.arrayContaining(['a', 'b', 'c', 'g']));
    expect(memory.usage().evictions).toBe(7 - held().length);
  });

  it('keeps what saved much over what saved little, used equally often', () => {
    const value = 'x'.repeat(6 * KiB);
    for (let n = 0; n < 40; n++) {
      const dear = n % 4 === 0;
      memory.put(at(`${n}`), {
        coded: codeValue(value),
        counters,
        proof: proofOf(at(`${n}`)),
        remainingMs: 1_000,
        ...(dear ? { savedMs: 8_000, costSaved: 12_000 } : { savedMs: 30 }),
      });
    }
    const held = Array.from({ length: 40 }, (_, n) => n).filter((n) => memory.get(at(`${n}`)));
    const dear = held.filter((n) => n % 4 === 0);
    expect(held.length).toBeGreaterThanOrEqual(8);
    expect(dear.length).toBeGreaterThanOrEqual(held.length - 2);
  });

  it('does not keep an answer of more than a quarter of it, nor the older one of that key', () => {
    put(at('a'), 'small');
    put(at('b'), 'other');
    put(at('a'), 'x'.repeat(17 * KiB));
    expect(memory.get(at('a'))).toBeUndefined();
    expect(memory.get(at('b'))?.value).toBe('other');
    expect(memory.usage().evictions).toBe(0);
  });

  it('never holds more bytes than its bound, and always what its index finds, whatever happens', () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.tuple(fc.constant('put'), fc.nat(40), fc.nat(20_000)) },
      { weight: 2, arbitrary: fc.tuple(fc.constant('delete'), fc.nat(40), fc.constant(0)) },
      { weight: 6, arbitrary: fc.tuple(fc.constant('get'), fc.nat(40), fc.constant(0)) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('wait'), fc.constant(0), fc.nat(900)) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        const store = new MemoryStore(64 * KiB, clock);
        const scope = new Scope('test');
        let largest = 0;
        for (const [kind, key, size] of actions) {
          const address = at(`key-${key}`, { tenant: `tenant-${key % 3}` });
          if (kind === 'put') {
            const savings = { savedMs: size, costSaved: (size * 7) % 5_000 };
            store.put(address, {
              coded: codeValue('é'.repeat(size)),
              counters,
              proof: proofOf(address, scope),
              remainingMs: 1_000,
              ...savings,
            });
            const fits = entryBytes(address, codeValue('é'.repeat(size))) <= 16 * KiB;
            expect(store.get(address) !== undefined).toBe(fits);
          }
          if (kind === 'get') store.get(address);
          if (kind === 'delete') store.delete(address);
          if (kind === 'wait') clock.advance(size);
          largest = Math.max(largest, store.usage().bytes);
          // What is counted is what can be found.
          const found = foundIn(store);
          expect(store.usage()).toMatchObject(found);
        }
        expect(largest).toBeLessThanOrEqual(64 * KiB);
        clock.advance(1_000);
        for (let key = 0; key <= 40; key++) store.get(at(`key-${key}`, { tenant: `tenant-${key % 3}` }));
        expect(store.usage()).toMatchObject({ entries: 0, bytes: 0 });
        expect(scope.held).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('counts at least the bytes of text and key', () => {
    put(at('k'.repeat(1_000)), 'é'.repeat(1_000));
    expect(memory.usage().bytes).toBeGreaterThan(2_000 + 2_000);
  });
});

describe('the index of the memory', () => {
  it('leaves nothing behind when tenants come and go', () => {
    const index = new MemoryIndex();
    const entries = Array.from({ length: 100 }, (_, n) => ({
      address: at('k', { tenant: `t${n}`, audience: `r${n % 3}`, structured: n % 2 === 0 }),
      value: n,
      promise: Promise.resolve(n),
      coded: codeValue(n),
      bytes: 1,
      bornMs: 0,
      freshUntilMs: 1,
      undecidedFromMs: 1,
      expiresMs: 1,
      factoryMs: 0,
      costSaved: 0,
      counters,
      hash: n,
      weight: 1,
      uses: 1,
      agedIn: 0,
      inWindow: true,
      proof: proofOf(at('k')),
    }));
    for (const entry of entries) index.add(entry);
    expect(index.size).toBe(100);
    for (const entry of entries) index.remove(entry);
    expect(index.size).toBe(0);
  });
});
