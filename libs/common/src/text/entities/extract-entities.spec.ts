import * as fc from 'fast-check';
import { cpuMsOf } from '../../../../../test/support/cpu-time.js';
import { describe, expect, it } from 'vitest';
import { extractEntities } from './extract-entities.js';

const found = (text: string): string[] =>
  extractEntities(text).entities.map(({ kind, text: words }) => `${kind}: ${words}`);
const values = (text: string): unknown[] =>
  extractEntities(text).entities.map(({ value, unit }) => (unit === undefined ? value : [value, unit]));

/** Pieces that rules look at, in any order. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '1',
      '23',
      '2026',
      '-',
      '.',
      ',',
      ':',
      '/',
      '@',
      '_',
      ' ',
      '"',
      "'",
      '`',
      '$',
      '€',
      '%',
      'a',
      'A',
      'é',
    ),
    fc.constantFrom(
      'March ',
      'in ',
      ' kg',
      'http://',
      'www.',
      '.com',
      '()',
      '--',
      '#',
      'Q3 ',
      ' pm',
      'e5',
      'km/h',
      '\n',
    ),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 40,
});

describe('extractEntities', () => {
  it.each([
    ["Pay 1,234.5 or 1.234,56 or 3'400 or 1e6 or -0.5.", [1234.5, 1234.56, 3400, 1e6, -0.5]],
    ['5%, 12 percent, -3.4 %', [5, 12, -3.4]],
    [
      '$1.2M, €48k, £1.8 billion',
      [
        [1.2e6, 'USD'],
        [48e3, 'EUR'],
        [1.8e9, 'GBP'],
      ],
    ],
    [
      'CHF 40 and 30 euros',
      [
        [40, 'CHF'],
        [30, 'EUR'],
      ],
    ],
    [
      '2.5 kg, 300ms, 130 km/h',
      [
        [2.5, 'kg'],
        [300, 'ms'],
        [130, 'km/h'],
      ],
    ],
    [
      '2026-03-03 2026-03-03T04:05:06Z 2026-03-03 14:30',
      ['2026-03-03', '2026-03-03T04:05:06Z', '2026-03-03T14:30'],
    ],
    [
      '3 March 2026; March 3rd, 2026; 3 Mar 2026; 03.03.2026; 2026/3/3',
      Array.from({ length: 5 }, () => '2026-03-03'),
    ],
    ['March 2026, March 3, since March, in 2026', ['2026-03', '--03-03', '--03', '2026']],
    ['Q3 2025, 2025-Q3, Q3, H1 2026, FY25', ['2025-Q3', '2025-Q3', 'Q3', '2026-H1', '2025']],
    ['03/04/2026 and 25/12/2026 and 12/25/2026', [undefined, '2026-12-25', '2026-12-25']],
    ['14:30, 2:30 pm, 12 am, 9:05:07', ['14:30', '14:30', '00:00', '09:05:07']],
    ['Jo.Doe@Example.ORG', ['Jo.Doe@example.org']],
    ['"two words" and “more”', ['two words', 'more']],
    ['v1.2.3-beta.1 and ^2.3.0 and Python 3.12', ['1.2.3-beta.1', '2.3.0', '3.12']],
  ])('reads %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ['1.2.3 is 1.2', ['identifier: 1.2.3', 'number: 1.2']],
    ['due 2026-01-15, not 2026', ['date: 2026-01-15', 'number: 2026']],
    ['see https://a.example/x?y=1(2). Then', ['url: https://a.example/x?y=1(2)']],
    ['(see https://a.example/x).', ['url: https://a.example/x']],
    ['"https://a.example/x" or "5 of 6"', ['url: https://a.example/x', 'quote: "5 of 6"']],
    ['from 5-7 to 10%', ['number: 5', 'number: 7', 'percentage: 10%']],
    [
      'ABC-123, src/a/b.ts, user_id, user.name.first, foo()',
      ['ABC-123', 'src/a/b.ts', 'user_id', 'user.name.first', 'foo()'].map((x) => `identifier: ${x}`),
    ],
    ['May I march on? I may. 24/7 and/or UTF-8, e.g. Node.js, well-known, 64-bit, GPT-4', []],
    ["the users' data and the admins' data, it's ours", []],
    ['30/02/2026 at 25:61', []],
    ['a 5" disk and a 6" one', ['number: 5', 'number: 6']],
    ['价格是500元', ['number: 500']],
    ['end.Start of a sentence', []],
  ])('takes from %j what a person would', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('finds in any text, in order and without overlaps, what stands there', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { entities, readChars, complete } = extractEntities(text);
        let last = 0;
        for (const { text: words, start, end, value } of entities) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(words).toBe(text.slice(start, end));
          expect(value).not.toBeNaN();
          last = end;
        }
        expect([last <= text.length, readChars, complete]).toEqual([true, text.length, true]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives the same for the same text again', () => {
    const text = 'Pay $5 by 3 March 2026 to a@b.example';
    expect(extractEntities(text)).toEqual(extractEntities(text));
  });

  it('reads as much as it may, cuts between words and says so', () => {
    const text = 'Order 12345 of 67890';
    expect(extractEntities(text, { maxChars: 18 })).toMatchObject({
      entities: [{ text: '12345' }],
      readChars: 14,
      complete: false,
    });
    expect(extractEntities(`${'x '.repeat(60_000)}7`)).toEqual({
      entities: [],
      readChars: 9_999,
      complete: false,
    });
    expect(extractEntities(text, { maxChars: 20 }).complete).toBe(true);
    expect(() => extractEntities(text, { maxChars: 0 })).toThrow('maxChars');
  });

  it('says how far it came in a text that holds more than a text does', () => {
    const { entities, readChars, complete } = extractEntities('7 '.repeat(8_000), { maxChars: 100_000 });
    expect([entities.length, readChars, complete]).toEqual([3_000, 6_000, false]);
  });

  it('takes time in step with the length, whatever the text', () => {
    const maxChars = 50_000;
    const cost = (text: string): number => cpuMsOf(() => void extractEntities(text, { maxChars }));
    const units = [
      'a',
      '1',
      '.',
      '@',
      'a.',
      '"',
      "'a ",
      '1,',
      '1,111',
      'http://',
      'a@',
      'a_',
      'aA',
      '/a',
      '-',
      'A-1',
      '1e',
      '`a',
    ];
    units.push(
      '0x',
      '$1',
      'é1',
      '1:',
      ' ',
      '\ud800',
      '1.1.1.1',
      'ab.com',
      '1 January ',
      'f1',
      'a()',
      '(',
      'a/b',
      '--a',
      '“',
      '#1',
    );
    for (const unit of units) {
      const text = unit.repeat(Math.ceil(maxChars / unit.length));
      const small = cost(text.slice(0, maxChars / 64));
      // Quadratic time would be 4,096 times as much.
      expect(cost(text) / small, JSON.stringify(unit)).toBeLessThan(1_200);
    }
  });
});
