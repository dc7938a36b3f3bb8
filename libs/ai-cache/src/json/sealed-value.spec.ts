import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealIfJson, sealValue, unsealText } from './sealed-value.js';
import { ValueNotCacheableError } from './value-not-cacheable.error.js';

class Account {
  constructor(readonly name = 'x') {}
}

const cyclic: Record<string, unknown> = {};
cyclic['self'] = { cyclic };

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

describe('a sealed value', () => {
  it('is equal to what was given, for every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }), (value) => {
        const { value: sealed, text } = sealValue(value);
        expect(sealed).toStrictEqual(value);
        expect(unsealText(text).value).toStrictEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['-0', -0],
    ['-0 inside', { a: [-0, 0] }],
    ['the largest and the smallest number', [Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53, 0.1 + 0.2]],
    ['null', null],
    ['an empty string', ''],
    ['lone surrogates', '\ud800 \udc00 \udbff'],
    ['control characters and line separators', '\u0000\u001f\u2028\u2029\u007f'],
    [
      'text that other formats revive',
      ['_function_f|function(){}', '_date_2020', '_undefined_', ':base64:aa'],
    ],
    ['a __proto__ key', JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":2}}')],
    ['an object without prototype', Object.assign(Object.create(null), { a: 1 })],
    ['500 levels', nested(499)],
  ])('keeps %s', (_, value) => {
    const sealed = sealValue(value);
    expect(sealed.value).toEqual(value);
    expect(JSON.stringify(sealed.value)).toBe(JSON.stringify(value));
  });

  it('does not pollute prototypes with a __proto__ key', () => {
    const { value } = sealValue(JSON.parse('{"__proto__":{"polluted":1}}'));
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes plain objects of another realm', () => {
    expect(sealValue(runInNewContext('({ a: [1, { b: 2 }] })')).value).toEqual({ a: [1, { b: 2 }] });
  });

  it('is a copy that nobody can change, to its leaves', () => {
    const given = { list: [{ deep: { n: 1 } }] };
    const sealed = sealValue(given).value as typeof given;
    given.list[0] = { deep: { n: 2 } };
    expect(() => sealed.list.push({ deep: { n: 3 } })).toThrow(TypeError);
    expect(() => Object.assign(sealed.list[0]?.deep ?? {}, { n: 4 })).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(sealed, null)).toThrow(TypeError);
    expect(sealed).toEqual({ list: [{ deep: { n: 1 } }] });
  });
});

describe('a value that would not come back equal', () => {
  it.each([
    ['$', undefined, 'undefined'],
    ['$.a', { a: undefined }, 'undefined'],
    ['$[1]', [1, undefined], 'undefined'],
    // A hole.
    ['$[0]', Array(1), 'undefined'],
    ['$.list[2].f', { list: [1, 2, { f: () => 1 }] }, 'a function'],
    ['$.n', { n: Number.NaN }, 'NaN'],
    ['$.n', { n: -Infinity }, '-Infinity'],
    ['$.big', { big: 1n }, 'a bigint'],
    ['$.s', { s: Symbol('x') }, 'a symbol'],
    ['$', { [Symbol('x')]: 1 }, 'an object with symbol keys'],
    ['$.when', { when: new Date(0) }, 'an instance of Date'],
    ['$', new Map(), 'an instance of Map'],
    ['$', new Set(), 'an instance of Set'],
    ['$', /x/, 'an instance of RegExp'],
    ['$.bytes', { bytes: new Uint8Array(2) }, 'an instance of Uint8Array'],
    ['$.account', { account: new Account() }, 'an instance of Account'],
    ['$', Object.assign([1], { extra: 1 }), 'an array with named properties'],
    // A plain object that would be replaced by what its toJSON returns.
    ['$.toJSON', { toJSON: () => 1 }, 'a function'],
    ['$.self.cyclic', cyclic, 'a cycle'],
    [`$${'[0]'.repeat(500)}`, nested(501), 'a structure deeper than 500 levels'],
  ])('is refused at %s', (path, value, found) => {
    let refusal: unknown;
    try {
      sealValue(value);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(ValueNotCacheableError);
    expect(refusal).toMatchObject({ path, code: 'CACHE_VALUE_NOT_JSON', details: { path, found } });
  });

  it('is refused without quoting data, also not data that serves as property name', () => {
    const value = { 'canary secret@example.org': { text: 'canary', missing: undefined } };
    expect(() => sealValue(value)).toThrow(/^\$\[property 0\]\.missing: undefined/);
    expect(() => sealValue(value)).not.toThrow(/canary/);
  });

  it('is passed on as it is where it is not stored, while JSON is frozen', () => {
    const account = new Account();
    expect(sealIfJson(account)).toBe(account);
    expect(Object.isFrozen(sealIfJson({ a: 1 }))).toBe(true);
  });
});
