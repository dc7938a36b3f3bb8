import { MAP_KEY, MAP_VALUE, SET_MEMBER, TO_JSON, formatPath, type Step } from './value-path.js';
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
    if (Array.isArray(value)) return this.encodeArray(value);
    if (value instanceof Date) return `D${value.getTime()};`;
    if (value instanceof Map) {
      const entries = Array.from(value, ([key, item]) => this.at(MAP_KEY, key) + this.at(MAP_VALUE, item));
      return `m${entries.length}:${entries.sort().join('')}`;
    }
    if (value instanceof Set) {
      const members = Array.from(value, (member) => this.at(SET_MEMBER, member));
      return `S${members.length}:${members.sort().join('')}`;
    }
    if (ArrayBuffer.isView(value)) {
      const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
      return `b${text(value.constructor.name)}${bytes.length}:${bytes.toString('hex')}`;
    }
    if ('toJSON' in value && typeof value.toJSON === 'function') {
      return `j${this.at(TO_JSON, value.toJSON())}`;
    }
    return this.encodePlainObject(value);
  }

  private encodeArray(value: readonly unknown[]): string {
    const items: string[] = [];
    for (let index = 0; index < value.length; index++) {
      // A hole is not an `undefined`: `0 in [,]` is false.
      items.push(index in value ? this.at(index, value[index]) : 'h');
    }
    if (Object.keys(value).length > value.length) this.refuse('an array with named properties');
    return `a${items.length}:${items.join('')}`;
  }

  private encodePlainObject(value: object): string {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype)
      this.refuse(`an instance of ${className(prototype)}`);
    if (Object.getOwnPropertySymbols(value).length > 0) this.refuse('an object with symbol keys');
    const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return `o${entries.length}:${entries.map(([key, item]) => text(key) + this.at(key, item)).join('')}`;
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

/** From the prototype and not from the value, whose own `constructor` property would be somebody's data. */
function className(prototype: unknown): string {
  const maker: unknown =
    typeof prototype === 'object' && prototype !== null ? Reflect.get(prototype, 'constructor') : undefined;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'an unnamed class';
}
