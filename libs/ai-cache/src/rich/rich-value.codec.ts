import { ValueNotCacheableError } from '../json/value-not-cacheable.error.js';
import { fromMark, MARK, markOf } from './marks.js';

/** A part takes up to three levels of JSON, of which the cache accepts 500. */
const DEEPEST = 150;

/**
 * Writes a value that JSON would change as JSON: `undefined`, dates, bigints, bytes, URLs, maps, sets and numbers that are
 * not finite get a mark. What it does not know (instances of classes, functions) stays as it is, and is refused where the
 * answer is stored.
 * @throws ValueNotCacheableError for cycles and for more than 150 levels
 */
export function toJson(value: unknown): unknown {
  return write(value, 0);
}

/** The value that `toJson` wrote: a copy of its own, so that nobody can change what others get. */
export function fromJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromJson);
  if (MARK in value) return fromMark(value, fromJson);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(item)]));
}

function write(value: unknown, level: number): unknown {
  if (level > DEEPEST)
    throw new ValueNotCacheableError('$', `a cycle, or a structure deeper than ${DEEPEST} levels,`);
  const inside = (part: unknown): unknown => write(part, level + 1);
  const mark = markOf(value, inside);
  if (mark !== undefined) return mark;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return hasNames(value) ? value : Array.from(value, inside);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inside(item)]));
}

/** Names on an array, such as those of a RegExp match, would be lost; the array is refused as it is. */
function hasNames(items: readonly unknown[]): boolean {
  return Object.keys(items).some((key) => !/^\d+$/.test(key));
}

/** An object without a class, of any realm, and without symbols, which would be lost. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const bare = prototype === null || Object.getPrototypeOf(prototype) === null;
  return bare && Object.getOwnPropertySymbols(value).length === 0;
}
