import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { CacheAddress } from '../entry/cache-address.js';
import { Proof } from '../invalidation/proof.js';
import { Scope } from '../invalidation/scope.js';
import { sealValue } from '../json/sealed-value.js';
import { CacheStatistics } from '../stats/cache-statistics.js';
import { MemoryIndex } from './memory-index.js';
import { MemoryStore } from './memory.store.js';

const KiB = 1024;
const counters = new CacheStatistics().of('test');

function proofOf({ names }: CacheAddress, scope = new Scope('test')): Proof {
  return new Proof(scope, names, undefined, 0);
}

function at(
  key: string,
  change: { tenant?: string; namespace?: string; structured?: boolean } = {},
): CacheAddress {
  return new CacheAddress({ tenant: undefined, namespace: 'test', key, structured: false, ...change });
}

describe('the memory', () => {
  let clock: FakeClock;
  let memory: MemoryStore;
  const put = (address: CacheAddress, value: unknown, remainingMs = 1_000): void =>
    memory.put(address, { sealed: sealValue(value), counters, proof: proofOf(address), remainingMs });

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

  it('drops the least recently used entry first', () => {
    const value = 'x'.repeat(11 * KiB);
    for (const key of ['a', 'b', 'c', 'd', 'e']) put(at(key), value);
    memory.get(at('a'));
    put(at('f'), value);
    put(at('g'), value);
    const held = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].filter((key) => memory.get(at(key)));
    expect(held).toEqual(['a', 'd', 'e', 'f', 'g']);
    expect(memory.usage().evictions).toBe(2);
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
      { weight: 1, arbitrary: fc.tuple(fc.constant('wait'), fc.constant(0), fc.nat(900)) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 120 }), (actions) => {
        const store = new MemoryStore(64 * KiB, clock);
        const scope = new Scope('test');
        let largest = 0;
        for (const [kind, key, size] of actions) {
          const address = at(`key-${key}`, { tenant: `tenant-${key % 3}` });
          if (kind === 'put')
            store.put(address, {
              sealed: sealValue('é'.repeat(size)),
              counters,
              proof: proofOf(address, scope),
              remainingMs: 1_000,
            });
          if (kind === 'delete') store.delete(address);
          if (kind === 'wait') clock.advance(size);
          largest = Math.max(largest, store.usage().bytes);
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
      address: at('k', { tenant: `t${n}`, structured: n % 2 === 0 }),
      value: n,
      promise: Promise.resolve(n),
      bytes: 1,
      bornMs: 0,
      expiresMs: 1,
      counters,
      proof: proofOf(at('k')),
    }));
    for (const entry of entries) index.add(entry);
    expect(index.size).toBe(100);
    for (const entry of entries) index.remove(entry);
    expect(index.size).toBe(0);
  });
});
