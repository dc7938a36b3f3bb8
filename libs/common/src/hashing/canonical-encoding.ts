import { types } from 'node:util';
import { arrayItems } from './array-items.js';
import { classNameOf, isOwnClass, isPlain } from './object-kind.policy.js';
import { MAP_KEY, MAP_VALUE, SET_MEMBER, TO_JSON, formatPath, type Step } from './value-path.js';
import { NotCanonicalError } from './not-canonical.error.js';

/** Deeper structures are refused: they would overflow the stack before they make a useful key. */
const DEEPEST = 500;

/** Longer runs of holes are counted and not written out: `[].length = 2 ** 32 - 1` is one statement. */
const SHORT_GAP = 16;

/**
 * Encodes a value so that two values have the same text exactly when they are equal: every part carries its type and
 * its length (or an end mark), object keys, map entries and set members are sorted. `undefined`, `null`, a missing key,
 * `-0`, `NaN`, a Date and its text, `2n` and `2` all differ. Objects of another realm (a `vm` context) equal ours. Read are
 * own enumerable properties; of typed arrays only the type and the bytes.
 * @throws NotCanonicalError for functions, symbols, cycles, properties set on a Date, Map, Set or array, and class
 * instances without a `toJSON()` of their own, also of classes that extend Array, Date, Map, Set or a typed array (their
 * private state is invisible, so two different ones would look equal).
 */
export function canonicalEncoding(value: unknown): string {
  return new CanonicalEncoder().encode(value);
}

/** Encodes one value. It remembers where it is, to find cycles and to name the place of what it refuses. */
class CanonicalEncoder {
  private readonly parents = new Set<object>();
  private readonly path: Step[] = [];

  encode(value: unknown): string {
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
        return text(value);
      case 'object':
        return value === null ? 'n' : this.encodeObject(value);
      case 'function':
      case 'symbol':
        return this.refuse(`a ${typeof value}`);
    }
  }

  private encodeObject(value: object): string {
    if (this.parents.has(value)) this.refuse('a cycle');
    if (this.parents.size >= DEEPEST) this.refuse(`a structure deeper than ${DEEPEST} levels`);
    this.parents.add(value);
    const encoded = this.encodeParts(value);
    this.parents.delete(value);
    return encoded;
  }

  private encodeParts(value: object): string {
    if (isOwnClass(value)) return this.encodeInstance(value);
    if (Array.isArray(value)) return this.encodeArray(value);
    if (types.isArrayBufferView(value)) {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      return `b${text(classNameOf(value))}${bytes.length}:${bytes.toString('hex')}`;
    }
    if (types.isDate(value)) return this.withoutProperties(value, `D${value.getTime()};`);
    if (types.isMap(value)) {
      const entries = Array.from(value, ([key, item]) => this.at(MAP_KEY, key) + this.at(MAP_VALUE, item));
      return this.withoutProperties(value, `m${entries.length}:${entries.sort().join('')}`);
    }
    if (types.isSet(value)) {
      const members = Array.from(value, (member) => this.at(SET_MEMBER, member));
      return this.withoutProperties(value, `S${members.length}:${members.sort().join('')}`);
    }
    return hasToJson(value) ? this.encodeInstance(value) : this.encodePlainObject(value);
  }

  /** What an object says of itself. */
  private encodeInstance(value: object): string {
    if (!hasToJson(value) || isLanguages(value.toJSON))
      return this.refuse(`an instance of ${classNameOf(value)}`);
    return `j${this.at(TO_JSON, value.toJSON())}`;
  }

  private encodeArray(value: readonly unknown[]): string {
    const { items, named } = arrayItems(
      value,
      (index, item) => this.at(index, item),
      // A hole is not an `undefined`: `0 in [,]` is false.
      (length) => (length <= SHORT_GAP ? 'h'.repeat(length) : `H${length};`),
    );
    if (named || Object.getOwnPropertySymbols(value).length > 0)
      this.refuse('an array with named properties');
    return `a${value.length}:${items.join('')}`;
  }

  private encodePlainObject(value: object): string {
    if (!isPlain(value)) this.refuse(`an instance of ${classNameOf(value)}`);
    if (Object.getOwnPropertySymbols(value).length > 0) this.refuse('an object with symbol keys');
    const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return `o${entries.length}:${entries.map(([key, item]) => text(key) + this.at(key, item)).join('')}`;
  }

  private withoutProperties(value: object, encoded: string): string {
    if (Reflect.ownKeys(value).length > 0) this.refuse(`a ${classNameOf(value)} with properties of its own`);
    return encoded;
  }

  private at(step: Step, value: unknown): string {
    this.path.push(step);
    const encoded = this.encode(value);
    this.path.pop();
    return encoded;
  }

  private refuse(found: string): never {
    throw new NotCanonicalError(formatPath(this.path), found);
  }
}

function text(value: string): string {
  return `s${value.length}:${value}`;
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** A class that extends Date or Buffer inherits a `toJSON()` that knows nothing of what the class added. */
function isLanguages(toJson: () => unknown): boolean {
  return toJson === Date.prototype.toJSON || toJson === Buffer.prototype.toJSON;
}
