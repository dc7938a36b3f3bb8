/** How the text of a variable is read. */
export type VariableKind = 'string' | 'boolean' | 'integer' | 'number' | 'list';

export const VARIABLE_KINDS: readonly VariableKind[] = ['string', 'boolean', 'integer', 'number', 'list'];

/** A value, or what the text should have been; never the text itself. */
export type Coerced =
  | { readonly ok: true; readonly value: string | number | boolean | readonly string[] }
  | { readonly ok: false; readonly expected: string };

const TRUE: ReadonlySet<string> = new Set(['true', '1', 'yes', 'on']);
const FALSE: ReadonlySet<string> = new Set(['false', '0', 'no', 'off']);
const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Reads a cleaned text. `"false"` is false, which class-transformer and `Boolean()` read as true. */
export function coerce(kind: VariableKind, text: string): Coerced {
  switch (kind) {
    case 'string':
      return { ok: true, value: text };
    case 'boolean':
      return toBoolean(text.toLowerCase());
    case 'integer':
      return toNumber(
        WHOLE.test(text) ? Number(text) : Number.NaN,
        Number.isSafeInteger,
        'a whole number, for example 42',
      );
    case 'number':
      return toNumber(
        DECIMAL.test(text) ? Number(text) : Number.NaN,
        Number.isFinite,
        'a number, for example 0.5',
      );
    case 'list':
      return {
        ok: true,
        value: text
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      };
    default:
      return kind satisfies never;
  }
}

function toBoolean(word: string): Coerced {
  if (TRUE.has(word)) return { ok: true, value: true };
  if (FALSE.has(word)) return { ok: true, value: false };
  return { ok: false, expected: 'true or false (also 1 or 0, yes or no, on or off)' };
}

function toNumber(value: number, accepts: (value: unknown) => boolean, expected: string): Coerced {
  return accepts(value) ? { ok: true, value } : { ok: false, expected };
}
