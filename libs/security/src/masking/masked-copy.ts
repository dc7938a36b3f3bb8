import { types } from 'node:util';
import { isSecret } from '../secret/secret.js';
import { dataOf, ownFields, stackOf } from './own-data.js';
import { isSensitiveField } from './sensitive-field.policy.js';

/** How deep a copy goes; a log line is read by people. */
const MOST_DEPTH = 12;
/** How many values one copy holds, so that shared and endless structures end. */
const MOST_VALUES = 10_000;
/** How many items of one list, map or object. */
const MOST_ITEMS = 1_000;
/** Characters of one text. */
const LONGEST_TEXT = 65_536;
const LONGEST_NAME = 256;

type MaskStart = (text: string, maxLength: number) => string;

/** One copy of one value. It runs nothing of what it copies, and a part that cannot be read loses only itself. */
export class MaskedCopy {
  readonly #mask: MaskStart;
  readonly #open = new Set<object>();
  #left = MOST_VALUES;

  constructor(mask: MaskStart) {
    this.#mask = mask;
  }

  of(value: unknown): unknown {
    this.#left -= 1;
    if (this.#left < 0) return '[truncated]';
    switch (typeof value) {
      case 'string':
        return this.#text(value);
      case 'number':
      case 'bigint':
        return this.#unlessMasked(value);
      case 'symbol':
        return this.#text(value.toString());
      case 'function':
        return '[function]';
      case 'object':
        return value === null ? null : this.#object(value);
      default:
        return value;
    }
  }

  #object(object: object): unknown {
    if (types.isProxy(object)) return '[proxy]';
    if (this.#open.has(object)) return '[circular]';
    if (this.#open.size >= MOST_DEPTH) return '[too deep]';
    this.#open.add(object);
    try {
      return this.#shallow(object);
    } catch {
      // What a hostile object throws may hold anything, and a log line must not fail for it.
      return '[unreadable]';
    } finally {
      this.#open.delete(object);
    }
  }

  #shallow(object: object): unknown {
    if (isSecret(object)) return this.#text(String(object));
    if (types.isNativeError(object)) return this.#error(object);
    if (Array.isArray(object)) return this.#list(itemsOf(object), object.length);
    if (ArrayBuffer.isView(object)) return `[binary: ${object.byteLength} bytes]`;
    if (types.isAnyArrayBuffer(object)) return `[binary: ${object.byteLength} bytes]`;
    if (types.isMap(object)) return this.#map(Map.prototype.entries.call(object));
    if (types.isSet(object)) return this.#list(Set.prototype.values.call(object), object.size);
    if (types.isDate(object)) return this.#date(object);
    if (types.isRegExp(object)) return this.#text(RegExp.prototype.toString.call(object));
    if (types.isBoxedPrimitive(object)) return this.of(unboxed(object));
    if (object instanceof URL) return this.#text(object.href);
    if (object instanceof URLSearchParams) return this.#text(URLSearchParams.prototype.toString.call(object));
    if (object instanceof Headers) return this.#map(Headers.prototype.entries.call(object));
    return this.#fields(object, {});
  }

  #error(error: Error): unknown {
    const copy: Record<string, unknown> = {};
    for (const key of ['name', 'message']) {
      const value = dataOf(error, key);
      if (typeof value === 'string') copy[key] = this.#text(value);
    }
    const stack = stackOf(error);
    if (stack !== undefined) copy['stack'] = this.#text(stack);
    for (const key of ['cause', 'errors']) {
      const value = dataOf(error, key);
      if (value !== undefined) copy[key] = this.of(value);
    }
    return this.#fields(error, copy);
  }

  #fields(object: object, copy: Record<string, unknown>): unknown {
    for (const field of ownFields(object, MOST_ITEMS)) {
      if (this.#left < 0) break;
      const value = 'value' in field ? this.#field(field.name, field.value) : '[getter]';
      put(copy, this.#name(field.name), value);
    }
    return copy;
  }

  #map(entries: Iterable<readonly [unknown, unknown]>): unknown {
    const pairs = taken(entries, MOST_ITEMS);
    if (!pairs.every(([key]) => typeof key === 'string'))
      return pairs.map(([key, value]) => [
        this.of(key),
        typeof key === 'string' ? this.#field(key, value) : this.of(value),
      ]);
    const copy: Record<string, unknown> = {};
    for (const [key, value] of pairs) {
      const name = String(key);
      put(copy, this.#name(name), this.#field(name, value));
    }
    return copy;
  }

  #list(items: Iterable<unknown>, length: number): unknown[] {
    const copy = taken(items, MOST_ITEMS).map((item) => this.of(item));
    if (length > MOST_ITEMS) copy.push(`[${length - MOST_ITEMS} more]`);
    return copy;
  }

  #field(name: string, value: unknown): unknown {
    return holdsText(value) && isSensitiveField(name) ? '[redacted:field]' : this.of(value);
  }

  #date(date: Date): string {
    const time = Date.prototype.getTime.call(date);
    return Number.isNaN(time) ? '[invalid date]' : new Date(time).toISOString();
  }

  #text(text: string): string {
    return this.#mask(text, LONGEST_TEXT);
  }

  #name(name: string): string {
    return this.#mask(name, LONGEST_NAME);
  }

  /** A password may be a number. */
  #unlessMasked(value: number | bigint): unknown {
    const text = String(value);
    const masked = this.#text(text);
    return masked === text ? value : masked;
  }
}

/** Also of the name `__proto__`, which an assignment would take for something else. */
function put(copy: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Text, a number that may be a password, or a list such as those of headers. */
function holdsText(value: unknown): boolean {
  if (types.isProxy(value)) return false;
  if (Array.isArray(value)) return value.length > 0;
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'bigint'
  );
}

/** The items of a list without running the getters that one may have. */
function* itemsOf(list: readonly unknown[]): Generator<unknown> {
  for (let index = 0; index < list.length; index++) {
    const descriptor = Reflect.getOwnPropertyDescriptor(list, index);
    yield descriptor === undefined || 'value' in descriptor ? descriptor?.value : '[getter]';
  }
}

function taken<T>(items: Iterable<T>, most: number): T[] {
  const list: T[] = [];
  for (const item of items) {
    if (list.length >= most) break;
    list.push(item);
  }
  return list;
}

function unboxed(object: object): unknown {
  if (types.isStringObject(object)) return String.prototype.valueOf.call(object);
  if (types.isNumberObject(object)) return Number.prototype.valueOf.call(object);
  if (types.isBigIntObject(object)) return BigInt.prototype.valueOf.call(object);
  if (types.isSymbolObject(object)) return Symbol.prototype.valueOf.call(object);
  return types.isBooleanObject(object) ? Boolean.prototype.valueOf.call(object) : '[boxed]';
}
