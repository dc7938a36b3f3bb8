import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealValue } from '../json/sealed-value.js';
import { ValueNotCacheableError } from '../json/value-not-cacheable.error.js';
import { fromJson, toJson } from './rich-value.codec.js';

const through = (value: unknown): unknown => fromJson(sealValue(toJson(value)).value);

const leaf = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, -0, Number.NaN, Infinity, -Infinity, '$hydrogenai', ''),
  fc.date({ noInvalidDate: false }),
  fc.bigInt(),
  fc.double(),
  fc.string({ unit: 'binary' }),
  fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.webUrl().map((url) => new URL(url)),
);
const key = fc.oneof(fc.constantFrom('$hydrogenai', 'value', '__proto__', 'constructor'), fc.string());
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('tree')),
    fc.dictionary(key, tie('tree'), { noNullPrototype: true }),
    fc.array(fc.tuple(leaf, tie('tree'))).map((pairs) => new Map(pairs)),
    fc.array(leaf).map((members) => new Set(members)),
  ),
}));

describe('values that JSON would change', () => {
  it('come back equal from the store, whatever they are made of', () => {
    fc.assert(
      fc.property(tree, (value) => {
        // Not toStrictEqual, which takes a property called constructor for the class.
        expect(isDeepStrictEqual(through(value), value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('come back as copies that nobody shares', () => {
    const stored = sealValue(toJson({ at: new Date(0), rows: [{ id: 1 }] })).value;
    const first = fromJson(stored) as { at: Date; rows: { id: number }[] };
    first.at.setTime(1);
    first.rows.push({ id: 2 });
    expect(fromJson(stored)).toEqual({ at: new Date(0), rows: [{ id: 1 }] });
  });

  it.each([
    ['a class', new (class Row {})()],
    ['a class of a date', new (class Day extends Date {})()],
    ['a function', { run: () => 1 }],
    ['a symbol', { [Symbol('s')]: 1 }],
    ['names on an array', Object.assign([1], { index: 0 })],
  ])('are refused by the store with %s inside', (_, value) => {
    expect(() => through([value])).toThrow(ValueNotCacheableError);
  });

  it('are refused when they contain themselves', () => {
    const self: unknown[] = [];
    self.push(self);
    expect(() => toJson(self)).toThrow(ValueNotCacheableError);
  });
});
