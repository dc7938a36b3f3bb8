import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { slicesOf } from './named-slices.policy.js';

const anyText = fc.string({
  unit: fc.constantFrom('a', 'Word', '. ', ' ', '\n', '! ', 'x'.repeat(70), '1', 'é', '\ud83d'),
  maxLength: 200,
});

it('cuts a text into short slices in order, and leaves out nothing but long words and what has no letters', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const left = [...slicesOf(text)];
      let rest = text;
      for (const { start, text: slice } of left.toReversed()) {
        expect(slice.length).toBeLessThanOrEqual(160);
        expect(slice).not.toMatch(/\S{61}/);
        const original = text.slice(start, start + slice.length);
        expect(original.replace(/\S{61,}/g, (word) => ' '.repeat(word.length))).toBe(slice);
        rest = rest.slice(0, start) + rest.slice(start + slice.length);
      }
      expect(rest).not.toMatch(/\p{L}/u);
    }),
  );
});

it('ends slices at the end of a sentence', () => {
  const sentence = 'One sentence of about sixty characters, give or take a few. ';
  const slices = [...slicesOf(sentence.repeat(20))];
  expect(slices.map(({ text }) => text.endsWith('few. '))).toEqual(slices.map(() => true));
  expect(slices.map(({ text }) => text).join('')).toBe(sentence.repeat(20));
});
