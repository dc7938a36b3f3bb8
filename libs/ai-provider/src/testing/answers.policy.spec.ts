import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf, defaultAnswer, finishText } from './answers.policy.js';
import { estimateTokens } from './usage.policy.js';

describe('the default answer', () => {
  it('says that it is simulated, repeats the question and is long enough to watch', () => {
    const text = 'What is the capital of France?';
    const answer = defaultAnswer({ wire: 'groq', model: 'm', text, messages: [{ role: 'user', text }] });
    expect(answer).toContain(
      'Simulated answer by groq m: you asked "What is the capital of France?" (30 characters)',
    );
    expect(chunksOf(answer).length).toBeGreaterThanOrEqual(40);
  });

  it('repeats only the beginning of a long question', () => {
    const answer = defaultAnswer({ wire: 'groq', model: 'm', text: '🦊'.repeat(1_000_000), messages: [] });
    expect(answer.length).toBeLessThan(600);
    expect(answer.isWellFormed()).toBe(true);
  });
});

describe('chunks', () => {
  it('make up the text again, whatever it is, and none is empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const chunks = chunksOf(text);
        expect(chunks.join('')).toBe(text);
        expect(chunks.every((chunk) => chunk !== '')).toBe(true);
      }),
    );
  });

  it('are found in linear time in a mass of white space', () => {
    const spaces = ' '.repeat(200_000);
    expect(chunksOf(`${spaces}a${spaces}`)).toHaveLength(1);
    expect(chunksOf(spaces)).toHaveLength(1);
  });
});

describe('an ended text', () => {
  it('never has more tokens than allowed, is a prefix and is well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, maxTokens) => {
        const { text: ended, finish } = finishText(text, maxTokens, []);
        expect(estimateTokens(ended)).toBeLessThanOrEqual(maxTokens);
        expect(text.startsWith(ended)).toBe(true);
        expect(ended.isWellFormed()).toBe(true);
        expect(finish.reason).toBe(estimateTokens(text) > maxTokens ? 'length' : 'stop');
      }),
    );
  });

  it('ends at the first stop sequence, wherever it stands in the list', () => {
    expect(finishText('a b c d', undefined, ['d', ' b'])).toEqual({
      text: 'a',
      finish: { reason: 'stopSequence', sequence: ' b' },
    });
  });
});
