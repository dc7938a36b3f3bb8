import { findNotJson } from './json-value.policy.js';
import { ValueNotCacheableError } from './value-not-cacheable.error.js';

/** A value that nobody can change any more, with its JSON text. */
export interface SealedValue {
  /** Equal to what was given, but an own copy, frozen to its leaves. */
  readonly value: unknown;
  readonly text: string;
}

/**
 * Copies and freezes a value.
 * @throws ValueNotCacheableError when it would not come back equal from JSON.
 */
export function sealValue(value: unknown): SealedValue {
  const refused = findNotJson(value);
  if (refused) throw new ValueNotCacheableError(`$${refused.path}`, refused.found);
  return unsealText(JSON.stringify(value, keepNegativeZero));
}

/**
 * Reads and freezes the value of a text that `sealValue` made.
 * @throws SyntaxError for other texts.
 */
export function unsealText(text: string): SealedValue {
  return { value: freeze(JSON.parse(text)), text };
}

/** A value that is handed to several callers without being stored: frozen when that is possible. */
export function sealIfJson(value: unknown): unknown {
  return findNotJson(value) ? value : sealValue(value).value;
}

/** JSON can hold -0 and `JSON.parse` reads it; only `JSON.stringify` writes it as 0. */
function keepNegativeZero(_key: string, value: unknown): unknown {
  return Object.is(value, -0) ? RAW_NEGATIVE_ZERO : value;
}

// `JSON.rawJSON` is in Node since 21 (V8 11.4) and not in TypeScript's library yet.
const RAW_NEGATIVE_ZERO: unknown = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON('-0');

/** Without lists of keys or values, of which a hit in Redis would leave one for each object behind. */
function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) freeze(value[index]);
  } else {
    for (const key in value) if (Object.hasOwn(value, key)) freeze(Reflect.get(value, key));
  }
  return Object.freeze(value);
}
