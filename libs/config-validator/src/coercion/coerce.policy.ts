import { Secret } from '@hydrogenai/security';
import { parseBytes } from './bytes.policy.js';
import { durationOf } from './duration.policy.js';

/** How the text of a variable is read. */
export const VARIABLE_KINDS = [
  'string',
  'boolean',
  'integer',
  'number',
  'list',
  'duration',
  'bytes',
  'url',
  'secret',
] as const;

export type VariableKind = (typeof VARIABLE_KINDS)[number];

/** What a text can be read as. */
export type CoercedValue = string | number | boolean | readonly string[] | URL | Secret;

/** A value, or what the text should have been; never the text itself. */
export type Coerced =
  { readonly ok: true; readonly value: CoercedValue } | { readonly ok: false; readonly expected: string };

/** Of the name of a secret. */
const LONGEST_NAME = 64;
const TRUE: ReadonlySet<string> = new Set(['true', '1', 'yes', 'on']);
const FALSE: ReadonlySet<string> = new Set(['false', '0', 'no', 'off']);
const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * Reads a cleaned text. `"false"` is false, which class-transformer and `Boolean()` read as true. There is no kind for
 * JSON: a list or a variable each is what shells, files and people get right.
 * @param name what a secret is called where it is printed.
 */
export function coerce(kind: VariableKind, text: string, name = 'secret'): Coerced {
  switch (kind) {
    case 'string':
      return { ok: true, value: text };
    case 'secret':
      return { ok: true, value: new Secret(text, { name: name.slice(0, LONGEST_NAME) }) };
    case 'boolean':
      return toBoolean(text.toLowerCase());
    case 'integer':
      return toNumber(WHOLE.test(text) ? Number(text) : Number.NaN, 'a whole number, for example 42', true);
    case 'number':
      return toNumber(DECIMAL.test(text) ? Number(text) : Number.NaN, 'a number, for example 0.5');
    case 'duration':
      return toNumber(durationOf(text), 'a duration, for example 250, 30s or 5m', true);
    case 'bytes':
      return toNumber(parseBytes(text), 'a number of bytes, for example 65536, 64MiB or 64MB', true);
    case 'url':
      return URL.canParse(text)
        ? { ok: true, value: new URL(text) }
        : { ok: false, expected: 'a URL, for example https://host/path' };
    case 'list':
      return { ok: true, value: toList(text) };
    default:
      return kind satisfies never;
  }
}

function toBoolean(word: string): Coerced {
  if (TRUE.has(word)) return { ok: true, value: true };
  if (FALSE.has(word)) return { ok: true, value: false };
  return { ok: false, expected: 'true or false (also 1 or 0, yes or no, on or off)' };
}

function toNumber(value: number, expected: string, whole = false): Coerced {
  const accepted = whole ? Number.isSafeInteger(value) : Number.isFinite(value);
  return accepted ? { ok: true, value } : { ok: false, expected };
}

function toList(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
