import { describe, expect, it } from 'vitest';
import { canonicalEncoding } from './canonical-encoding.js';

class Account {
  readonly #balance = 17;
  get balance(): number {
    return this.#balance;
  }
}

const cycle: Record<string, unknown> = { list: [] };
cycle['list'] = [{ again: cycle }];
const nested = (levels: number): unknown => (levels === 0 ? 1 : { inner: nested(levels - 1) });

describe('canonicalEncoding refuses, naming the path:', () => {
  it.each([
    ['a function', { messages: [{ render: () => 1 }] }, '$.messages[0].render: a function '],
    ['a symbol', [Symbol('x')], '$[0]: a symbol '],
    ['a class instance', { a: new Account() }, '$.a: an instance of Account '],
    ['a regular expression', /x/, '$: an instance of RegExp '],
    ['a boxed number', [Object(1)], '$[0]: an instance of Number '],
    ['a promise', Promise.resolve(1), '$: an instance of Promise '],
    ['an error', { e: new Error('x') }, '$.e: an instance of Error '],
    ['a buffer without a view', new ArrayBuffer(1), '$: an instance of ArrayBuffer '],
    ['a map value', new Map([['k', Symbol('x')]]), '$<value>: a symbol '],
    ['a map key', new Map([[Symbol('x'), 1]]), '$<key>: a symbol '],
    ['a set member', new Set([[Symbol('x')]]), '$<member>[0]: a symbol '],
    ['what toJSON returns', { toJSON: () => ({ f: () => 1 }) }, '$.toJSON().f: a function '],
    ['symbol keys', { a: { [Symbol('x')]: 1 } }, '$.a: an object with symbol keys '],
    ['an array with named properties', { m: /a/.exec('a') }, '$.m: an array with named properties '],
    [
      'a sparse array with named properties',
      Object.assign([], { length: 3, x: 1 }),
      '$: an array with named ',
    ],
    ['an array with symbol keys', Object.assign([1], { [Symbol('x')]: 1 }), '$: an array with named '],
    [
      'a date with properties',
      { d: Object.assign(new Date(0), { zone: 'UTC' }) },
      '$.d: a Date with properties ',
    ],
    ['a map with properties', Object.assign(new Map(), { size2: 1 }), '$: a Map with properties '],
    ['a set with properties', Object.assign(new Set(), { [Symbol('x')]: 1 }), '$: a Set with properties '],
    ['a class that extends Array', new (class Rows extends Array {})(), '$: an instance of Rows '],
    ['a class that extends Date', new (class Due extends Date {})(0), '$: an instance of Due '],
    ['a class that extends Map', new (class Index extends Map {})(), '$: an instance of Index '],
    ['a class that extends Set', new (class Tags extends Set {})(), '$: an instance of Tags '],
    [
      'a class with a built-in name',
      new (class Uint8Array extends Float64Array {})(1),
      '$: an instance of Uint8',
    ],
    ['an object of nobody', Object.create({ a: 1 }), '$: an instance of Object '],
    [
      'an object whose maker has no name',
      Object.create(Object.create(null)),
      '$: an instance of an unnamed class ',
    ],
    ['a cycle', cycle, '$.list[0].again: a cycle '],
    [
      'a cycle through toJSON',
      {
        toJSON(): unknown {
          return this;
        },
      },
      '$.toJSON(): a cycle ',
    ],
  ])('%s', (_name, value, message) => {
    const encode = (): string => canonicalEncoding(value);
    expect(encode).toThrow(message);
    expect(encode).toThrow(expect.objectContaining({ code: 'VALUE_NOT_CANONICAL', retryable: false }));
  });

  it('but takes a class that extends Map and says itself what it is', () => {
    class Index extends Map<string, number> {
      toJSON(): unknown {
        return ['index', ...this];
      }
    }
    expect(canonicalEncoding(new Index([['a', 1]]))).not.toBe(canonicalEncoding(new Index([['a', 2]])));
  });

  it('more than 500 levels, in a bounded message, and takes 500', () => {
    expect(canonicalEncoding(nested(500))).toContain('d1;');
    expect(() => canonicalEncoding(nested(501))).toThrow('a structure deeper than 500 levels');
    expect(() => canonicalEncoding(nested(5_000))).toThrow(/^.{0,500}$/s);
  });

  it('without quoting keys and class names that are data', () => {
    const canary = 'Jane Doe, born 1970';
    const values = [
      { [canary]: Symbol('x') },
      { ['x'.repeat(100_000)]: Symbol('x') },
      { toJSON: () => ({ [canary]: () => 1 }) },
      Object.assign(Object.create(Object.create(null)), { constructor: { name: canary } }),
    ];
    for (const value of values) {
      expect(() => canonicalEncoding(value)).toThrow(/^(?!.*(?:Jane|xxx)).{1,400}$/s);
    }
  });
});
