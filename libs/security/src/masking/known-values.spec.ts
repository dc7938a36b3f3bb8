import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KnownValues } from './known-values.js';
import { Masker } from './masker.js';

const valuesOnly = (...secrets: string[]): Masker => new Masker({ secrets, patterns: false });
/** Few letters, so that values overlap with themselves and with their surroundings. */
const value = fc.string({
  unit: fc.constantFrom('a', 'b', '1', '/', '+', '"', ' ', 'ö', '%', '\n', '😀'),
  minLength: 8,
  maxLength: 30,
});
const around = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '/', 'ö', '='), maxLength: 12 });

describe('known values', () => {
  const spellings: readonly [string, (value: string) => string][] = [
    ['as it is', (value) => value],
    ['JSON', (value) => JSON.stringify(value).slice(1, -1)],
    ['JSON in JSON', (value) => JSON.stringify(JSON.stringify(value)).slice(3, -3)],
    ['a part of a URL', encodeURIComponent],
    ['a URL', encodeURI],
    ['a form', (value) => new URLSearchParams({ v: value }).toString().slice(2)],
    ['hexadecimal', (value) => Buffer.from(value).toString('hex')],
    ['capital hexadecimal', (value) => Buffer.from(value).toString('hex').toUpperCase()],
    ['bytes in JSON', (value) => JSON.stringify([...Buffer.from(value)]).slice(1, -1)],
    ['base64', (value) => Buffer.from(value).toString('base64')],
    ['base64url', (value) => Buffer.from(value).toString('base64url')],
  ];

  it.each(spellings)('are found as %s, wherever they stand', (_name, spell) => {
    fc.assert(
      fc.property(value, around, around, (value, before, after) => {
        const text = before + spell(value) + after;
        expect(valuesOnly(value).text(text)).not.toContain(spell(value));
        expect(valuesOnly(value).text(text)).toContain('[redacted:secret]');
      }),
      { numRuns: 100 },
    );
  });

  it.each(['base64', 'base64url'] as const)('are found in %s among other bytes', (encoding) => {
    fc.assert(
      fc.property(
        value,
        fc.uint8Array({ maxLength: 20 }),
        fc.uint8Array({ maxLength: 20 }),
        (value, before, after) => {
          const bytes = Buffer.concat([before, Buffer.from(value), after]);
          const masked = valuesOnly(value).text(bytes.toString(encoding));
          const rest = masked
            .split(/\[redacted:secret\]/)
            .map((part) => Buffer.from(part, encoding).toString('latin1'));
          expect(rest.length).toBeGreaterThan(1);
          expect(rest.join(' ')).not.toContain(Buffer.from(value).toString('latin1').slice(1, -1));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leave nothing of each other when they overlap', () => {
    expect(valuesOnly('abcdefgh', 'efghijkl').text('xabcdefghijklx')).toBe('x[redacted:secret]x');
  });

  it('find what a plain search finds, of many values at once', () => {
    const values = fc.uniqueArray(value, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(values, fc.array(around, { maxLength: 12 }), (values, gaps) => {
        const known = new KnownValues(8);
        for (const value of values) known.add(value, 'secret');
        const text = gaps.map((gap, index) => gap + (values[index] ?? '')).join('');
        const starts = new Set(known.spans(text).map(({ start }) => start));
        for (const value of values)
          for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
            expect(starts.has(at)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('include the password of a URL, also decoded, and the value without its line break', () => {
    const masker = valuesOnly('redis://app:p%40ssw%C3%B6rd-1@cache:6379', 'trailing-newline-value\n');
    expect(masker.text('auth p@sswörd-1 failed, p%40ssw%C3%B6rd-1 too')).toBe(
      'auth [redacted:secret] failed, [redacted:secret] too',
    );
    expect(masker.text('"trailing-newline-value"')).toBe('"[redacted:secret]"');
  });

  it('are not looked for when they are parts of ordinary words', () => {
    const masker = new Masker({ patterns: false });
    expect(masker.add('short')).toBe(false);
    expect(masker.text('shortly')).toBe('shortly');
    expect(new Masker({ patterns: false, minSecretLength: 4, secrets: ['short'] }).text('shortly')).toBe(
      '[redacted:secret]ly',
    );
  });
});
