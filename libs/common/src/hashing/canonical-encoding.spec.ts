import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalEncoding } from './canonical-encoding.js';

/** Everything that has a canonical form, with the edges drawn often. */
const anyValue = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withNullPrototype: false,
  maxDepth: 4,
  key: fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'a', 'b', ''),
    fc.string({ unit: 'binary' }),
  ),
  values: [
    fc.constantFrom(undefined, null, 0, -0, Number.NaN, Infinity, -Infinity, 1, 1n, true, false, ''),
    fc.constantFrom('s1:a', 'd1;', 'a0:', 'o1:s1:ad1;', 'u', '\uD800', '\uDC00', '\uFFFD', '1', 'null'),
    fc.constantFrom(new Date(0), new Date(Number.NaN), new Date(1)),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.bigInt(),
  ],
});

/** node's strict equality, but Date(NaN) equals itself. Sets and maps are compared deeply by both. */
const isSame = (left: unknown, right: unknown): boolean => isDeepStrictEqual(left, right);

/** The same value with every object's keys and every map's and set's members inserted the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    copy.length = value.length;
    for (let index = value.length - 1; index >= 0; index--) {
      if (index in value) copy[index] = reversed(value[index]);
    }
    return copy;
  }
  if (value instanceof Map)
    return new Map([...value].map(([k, v]) => [reversed(k), reversed(v)] as const).toReversed());
  if (value instanceof Set) return new Set([...value].map(reversed).toReversed());
  if (value instanceof Date) return new Date(value.getTime());
  if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) return value;
  const copy = {};
  for (const [key, item] of Object.entries(value).toReversed()) {
    Object.defineProperty(copy, key, {
      value: reversed(item),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

const holes = (length: number): unknown[] => Object.assign([], { length });

describe('canonicalEncoding', () => {
  it('is equal for equal values, whatever the order of keys, entries and members', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(canonicalEncoding(reversed(value))).toBe(canonicalEncoding(value));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is different for different values', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (left, right) => {
        expect(canonicalEncoding(left) === canonicalEncoding(right)).toBe(isSame(left, right));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is different for values that differ in one place only', () => {
    const place = fc.constantFrom(
      (x: unknown) => [x],
      (x: unknown) => ({ k: x }),
      (x: unknown) => new Map([['k', x]]),
      (x: unknown) => new Map([[x, 'k']]),
      (x: unknown) => new Set([x]),
      (x: unknown) => [1, x, 2],
    );
    fc.assert(
      fc.property(anyValue, anyValue, fc.array(place, { maxLength: 5 }), (left, right, places) => {
        fc.pre(!isSame(left, right));
        const inside = (x: unknown): unknown => places.reduce<unknown>((inner, wrap) => wrap(inner), x);
        expect(canonicalEncoding(inside(left))).not.toBe(canonicalEncoding(inside(right)));
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps apart what other encoders take for equal', () => {
    // One group a line; flat() takes the groups apart and leaves the arrays in them whole.
    const lookalikes = (
      [
        [
          undefined,
          null,
          'null',
          'undefined',
          '',
          0,
          -0,
          '0',
          0n,
          Number.NaN,
          'NaN',
          Infinity,
          true,
          'true',
          1,
          1n,
          '1',
        ],
        [new Date(0), 0, new Date(0).toISOString(), new Date(Number.NaN), new Date(1)],
        [
          [],
          {},
          [undefined],
          Array.from({ length: 2 }),
          [null],
          [[]],
          new Map(),
          new Set(),
          new Set([[]]),
          [[], []],
        ],
        [
          holes(1),
          Object.assign(holes(2), { 1: undefined }),
          Object.assign(holes(2), { 0: undefined }),
          holes(16),
          holes(17),
          holes(18),
          Object.assign(holes(36), { 17: 1 }),
          Object.assign(holes(36), { 18: 1 }),
          [...holes(17)],
          'h'.repeat(17),
        ],
        [
          { a: undefined },
          { a: null },
          { a: 1 },
          { a: '1' },
          { 'a,b': 1 },
          { a: 1, b: 1 },
          ['a', 1],
          [['a', 1]],
        ],
        [
          new Map([['a', 1]]),
          new Set(['a', 1]),
          new Map([[1, 'a']]),
          new Map([['a', '1']]),
          new Set([['a', 1]]),
        ],
        [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":{}}'), JSON.parse('{"constructor":1}')],
        ['ab', ['a', 'b'], ['ab'], ['a', 'b', ''], 'a,b', 'a2:', 's1:a', canonicalEncoding({ a: 1 })],
        ['\uD800', '\uD801', '\uDC00', '\uFFFD', 'é', 'e\u0301'],
        [
          new Uint8Array(1),
          new Int8Array(1),
          new Uint8Array(2),
          new Uint16Array(1),
          Buffer.alloc(1),
          new DataView(new ArrayBuffer(1)),
        ],
        [new URL('https://a.b'), 'https://a.b/', ['https://a.b/']],
      ] as unknown[][]
    ).flat();
    const encodings = lookalikes.map((value) => canonicalEncoding(value));
    for (const [index, encoding] of encodings.entries()) {
      const first = encodings.indexOf(encoding);
      expect(isSame(lookalikes[first], lookalikes[index]), `${index} looks like ${first}`).toBe(true);
    }
  });

  it('reads typed arrays through their own window of a shared buffer', () => {
    const { buffer } = Uint8Array.from([1, 2, 3, 4]);
    expect(canonicalEncoding(new Uint8Array(buffer, 1, 2))).toBe(canonicalEncoding(Uint8Array.from([2, 3])));
  });

  it('takes the same object twice, which is no cycle', () => {
    const shared = { a: 1 };
    expect(canonicalEncoding([shared, shared])).toBe(canonicalEncoding([{ a: 1 }, { a: 1 }]));
    expect(canonicalEncoding({ x: shared, y: { z: shared } })).toBe(
      canonicalEncoding({ x: { a: 1 }, y: { z: { a: 1 } } }),
    );
  });

  it('costs what an array holds, whatever its length', () => {
    const longest = 2 ** 32 - 1;
    expect(canonicalEncoding(Object.assign(holes(longest), { 7: 'x' })).length).toBeLessThan(100);
    expect(canonicalEncoding(holes(longest))).not.toBe(canonicalEncoding(holes(longest - 1)));
  });

  it('takes values of another realm for what they are', () => {
    const source =
      '({ o: { a: [1, , 2] }, d: new Date(5), m: new Map([[1, new Set([2])]]), b: new Uint8Array(2) })';
    expect(canonicalEncoding(runInNewContext(source))).toBe(
      canonicalEncoding({
        // eslint-disable-next-line no-sparse-arrays -- the hole is the case
        o: { a: [1, , 2] },
        d: new Date(5),
        m: new Map([[1, new Set([2])]]),
        b: new Uint8Array(2),
      }),
    );
  });

  it('takes objects without a prototype for what they hold', () => {
    expect(canonicalEncoding(Object.assign(Object.create(null), { a: 1 }))).toBe(canonicalEncoding({ a: 1 }));
  });
});

describe('the cost of canonicalEncoding', () => {
  const documentOf = (bytes: number): unknown =>
    Array.from({ length: bytes / 100 }, (_, id) => ({
      id,
      role: 'user',
      text: 'x'.repeat(60),
      tags: [id, true],
    }));
  const bestOf = (value: unknown): number => {
    let best = Infinity;
    for (let round = 0; round < 15; round++) {
      const startedMs = performance.now();
      canonicalEncoding(value);
      best = Math.min(best, performance.now() - startedMs);
    }
    return best;
  };

  it('grows in step with the size of the value: 32 times the value is far from 1,024 times the time', () => {
    bestOf(documentOf(10_000));
    const small = bestOf(documentOf(10_000));
    const large = bestOf(documentOf(320_000));
    expect(large / small).toBeLessThan(300);
  });
});
