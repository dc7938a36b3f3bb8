import * as fc from 'fast-check';
import { cpuMsOf } from '../../../../test/support/cpu-time.js';
import { describe, expect, it } from 'vitest';
import { normalizeQuery } from './normalize-query.js';

const SPACES = [
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\u00a0',
  '\u0085',
  '\u2003',
  '\u2028',
  '\u202f',
  '\u3000',
  '\u1680',
];
const INVISIBLE = [
  '\u200b',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u200e',
  '\u202e',
  '\u2066',
  '\u2069',
  '\u061c',
  '\u{e0041}',
];
const PERSIAN = 'می\u200cخواهم';
const HINDI = 'क्\u200dष';
const MALAYALAM = 'അവന\u0d4d\u200d';
const FAMILY = '👨\u200d👩\u200d👧';
const HEART = '❤\ufe0f\u200d🔥';
const SCOTLAND = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';

/** Texts of every kind, with what the rules look at drawn often. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...SPACES,
      ...INVISIBLE,
      '\u200c',
      '\u200d',
      '\ufe0f',
      '\u0301',
      '\u094d',
      'ه',
      'क',
      '❤',
      '👩',
      '\u{1f3fd}',
    ),
    fc.constantFrom(
      '“',
      '’',
      '—',
      '–',
      '−',
      '…',
      '.',
      '?',
      '？',
      '!',
      ' ',
      'e',
      'é',
      'İ',
      'Σ',
      'K',
      '\u212b',
      '\u037e',
      '\u{1f3f4}',
    ),
    fc.constantFrom('\ud800', '\udc00', '\u0000', '\u001b', 'a', 'B', '1', '-', '+', '#'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 24,
});
const anyOptions = fc.record({ foldCase: fc.boolean(), dropFinalMarks: fc.boolean() });
const words = fc.array(
  fc.string({ unit: fc.constantFrom('a', 'B', 'é', '1', '²', 'ß'), minLength: 1, maxLength: 5 }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

describe('normalizeQuery', () => {
  it.each([
    ['  What   is\n\tit? ', 'What is it?'],
    ['“Who’s there?” — me…', '"Who\'s there?" - me...'],
    ['−5 °C – 3 °C', '-5 °C - 3 °C'],
    ['pass\u200bword\u202e \ufeff', 'password'],
    ['nul\u0000byte', 'nul byte'],
    ['cafe\u0301', 'café'],
    ['half \ud83d a pair', 'half \ufffd a pair'],
    ['', ''],
    [' \u200b\n', ''],
  ])('makes %j %j', (query, normal) => {
    expect(normalizeQuery(query)).toBe(normal);
  });

  it('changes nothing a second time, throws for no string and leaves it well formed', () => {
    fc.assert(
      fc.property(anyText, anyOptions, (text, options) => {
        const once = normalizeQuery(text, options);
        expect(normalizeQuery(once, options)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
        expect(once).toBe(once.normalize('NFC').trim());
        expect(once).not.toMatch(/\p{Cc}|  /u);
      }),
      { numRuns: 20_000 },
    );
  });

  it('does not see how words are spaced and composed, nor what is invisible', () => {
    const space = fc
      .array(fc.constantFrom(...SPACES), { minLength: 1, maxLength: 3 })
      .map((runs) => runs.join(''));
    const ghosts = fc.array(fc.constantFrom(...INVISIBLE), { maxLength: 3 }).map((runs) => runs.join(''));
    fc.assert(
      fc.property(words, space, ghosts, fc.constantFrom('NFC', 'NFD'), (list, gap, ghost, form) => {
        const spread = list.map((word) => [...word].join(ghost)).join(ghost + gap);
        expect(normalizeQuery(gap + spread.normalize(form) + ghost)).toBe(list.join(' ').normalize('NFC'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never merges words that differ in what is seen', () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        expect(normalizeQuery(one.join(' ')) === normalizeQuery(other.join(' '))).toBe(
          one.join(' ') === other.join(' '),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['numbers', ['5²', '52', '5', '5!', '-5', '+5', '5.0', '5,0', '½', '1/2', '５', '0.5', '.5', '5-', '5%']],
    ['languages', ['C', 'C++', 'C#', 'c', 'C?', 'C*', 'F#', 'F']],
    ['negations', ['is it', 'is it not', "isn't it", 'is it no', 'Is it']],
    ['names', ['Java Map', 'java map', 'JavaMap', 'Java-Map', 'Java_Map', 'Java.Map']],
    [
      'operators',
      ['a<b', 'a>b', 'a<=b', 'a≤b', 'a=b', 'a≠b', 'a==b', 'a±b', 'a-b', 'a - b', 'a*b', 'a×b', 'a/b', 'a÷b'],
    ],
    ['units', ["5'", '5"', '5′', '5″', '5 m', '5 M', '5 m²', '5 µm', '5 mm', '$5', '€5', '5 °C', '5 °F']],
    ['ends', ['You sent it', 'You sent it?', 'You sent it!', 'You sent it.', 'You sent it...']],
    ['dashes', ['a man—eating chicken', 'a man-eating chicken', 'a man eating chicken']],
    ['letters', ['ﬁx', 'fix', 'Ⅳ', 'IV', 'ª', 'a', 'å', 'a°', 'ä', 'ae', 'æ', 'ı', 'i', 'ｃ', 'c']],
    [
      'scripts',
      [
        PERSIAN,
        'میخواهم',
        HINDI,
        'क्ष',
        MALAYALAM,
        'അവന\u0d4d',
        FAMILY,
        '👨👩👧',
        HEART,
        SCOTLAND,
        '\u{1f3f4}',
      ],
    ],
  ])('keeps apart %s', (_name, queries) => {
    expect(new Set(queries.map((query) => normalizeQuery(query))).size).toBe(queries.length);
  });

  it('keeps the joiners of Persian, Hindi, Malayalam and emoji as they are', () => {
    for (const text of [PERSIAN, HINDI, MALAYALAM, FAMILY, HEART, SCOTLAND])
      expect(normalizeQuery(text)).toBe(text);
  });

  it('folds case and drops final marks when asked to', () => {
    expect(normalizeQuery('What is C++ ?', { foldCase: true })).toBe('what is c++ ?');
    const drop = (query: string): string => normalizeQuery(query, { dropFinalMarks: true });
    expect(['Is it?', 'Is it ??', 'Is it.', 'Is it', '是吗？'].map(drop)).toEqual([
      'Is it',
      'Is it',
      'Is it',
      'Is it',
      '是吗',
    ]);
    expect(['cd ..', '5!', 'a...', '?', 'C++', '.'].map(drop)).toEqual([
      'cd ..',
      '5!',
      'a...',
      '?',
      'C++',
      '.',
    ]);
  });

  it('takes time in step with the length, whatever the text', () => {
    const cost = (text: string): number =>
      cpuMsOf(() => void normalizeQuery(text, { foldCase: true, dropFinalMarks: true }));
    for (const unit of [
      ' ',
      '?',
      ' ?',
      '.',
      '\u200d',
      '\u{e0041}',
      '\u{1f3f4}\u{e0041}',
      '\ufe0f',
      '\u0301',
      '\ud800',
      '—',
    ]) {
      const small = cost(unit.repeat(1_000));
      // Quadratic time would be 4,096 times as much.
      expect(cost(unit.repeat(64_000)) / small, JSON.stringify(unit)).toBeLessThan(1_200);
    }
  });
});
