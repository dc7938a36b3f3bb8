import { NotCanonicalError } from './not-canonical.error.js';

/** Deeper structures are refused: they would overflow the stack before they make a useful key. */
const DEEPEST = 500;

/**
 * Encodes a value so that two values have the same text exactly when they are equal: every part carries its type and
 * its length (or an end mark), object keys, map entries and set members are sorted. `undefined`, `null`, a missing key,
 * `-0`, `NaN`, a Date and its text, `2n` and `2` all differ.
 * @throws NotCanonicalError for functions, symbols, cycles and class instances without `toJSON()` (their private state
 * is invisible, so two different ones would look equal).
 */
export function canonicalEncoding(value: unknown): string {
  return encode(value, '$', []);
}

function encode(value: unknown, path: string, parents: readonly object[]): string {
  switch (typeof value) {
    case 'undefined':
      return 'u';
    case 'boolean':
      return value ? 't' : 'f';
    case 'number':
      return `d${Object.is(value, -0) ? '-0' : value};`;
    case 'bigint':
      return `i${value};`;
    case 'string':
      return `s${value.length}:${value}`;
    case 'object':
      return value === null ? 'n' : encodeObject(value, path, parents);
    case 'function':
    case 'symbol':
      throw new NotCanonicalError(path, `a ${typeof value}`);
  }
}

function encodeObject(value: object, path: string, parents: readonly object[]): string {
  if (parents.includes(value)) throw new NotCanonicalError(path, 'a cycle');
  if (parents.length >= DEEPEST)
    throw new NotCanonicalError(path, `a structure deeper than ${DEEPEST} levels`);
  const inside = [...parents, value];

  if (Array.isArray(value)) {
    return `a${value.length}:${Array.from(value, (item, index) => encode(item, `${path}[${index}]`, inside)).join('')}`;
  }
  if (value instanceof Date) return `D${value.getTime()};`;
  if (value instanceof Map) {
    const entries = Array.from(value, ([key, item]) => {
      return encode(key, `${path}<key>`, inside) + encode(item, `${path}<value>`, inside);
    });
    return `m${value.size}:${entries.toSorted().join('')}`;
  }
  if (value instanceof Set) {
    return `S${value.size}:${Array.from(value, (item) => encode(item, `${path}<member>`, inside))
      .toSorted()
      .join('')}`;
  }
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return `b${value.constructor.name}${bytes.length}:${bytes.toString('hex')}`;
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return `j${encode(value.toJSON(), `${path}.toJSON()`, inside)}`;
  }
  return encodePlainObject(value, path, inside);
}

function encodePlainObject(value: object, path: string, inside: readonly object[]): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new NotCanonicalError(path, `an instance of ${value.constructor.name}`);
  }
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw new NotCanonicalError(path, 'an object with symbol keys');
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const body = entries.map(([key, item]) => `s${key.length}:${key}${encode(item, `${path}.${key}`, inside)}`);
  return `o${entries.length}:${body.join('')}`;
}
