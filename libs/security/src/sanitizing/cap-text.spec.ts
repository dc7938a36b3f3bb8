import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capText } from './cap-text.js';

const FAMILY = '👨\u200d👩\u200d👧\u200d👦';
const SCOTLAND = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}';
const units = fc.constantFrom(
  'a',
  ' ',
  '\r',
  '\n',
  'é',
  'e\u0301',
  '😀',
  FAMILY,
  SCOTLAND,
  '🇩🇪',
  '👍🏽',
  'क्षि',
  '각',
  '\u0301',
  '\u200d',
  '1\ufe0f\u20e3',
);
const anyText = fc.oneof(
  fc.string({ unit: units, maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const graphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment);

describe('a capped text', () => {
  it('is the longest run of whole characters that fits', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), (text, maxLength) => {
        let expected = '';
        for (const grapheme of graphemes(text)) {
          if (expected.length + grapheme.length > maxLength) break;
          expected += grapheme;
        }
        expect(capText(text, maxLength)).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['a pair', 'ab😀', 3, 'ab'],
    ['a combining sequence', 'abe\u0301', 3, 'ab'],
    ['a family', `ab${FAMILY}`, 2 + FAMILY.length - 1, 'ab'],
    ['a flag of a country', 'ab🇩🇪', 5, 'ab'],
    ['a flag of tags', `ab${SCOTLAND}`, 2 + SCOTLAND.length - 1, 'ab'],
    ['a tone of skin', 'ab👍🏽', 5, 'ab'],
    ['an endless character', `a${'\u0301'.repeat(100)}`, 50, ''],
  ])('does not cut %s', (_name, text, maxLength, expected) => {
    expect(capText(text, maxLength)).toBe(expected);
  });
});
