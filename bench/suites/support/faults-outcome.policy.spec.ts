import { describe, expect, it } from 'vitest';
import { outcomeOf } from './faults-outcome.policy.js';

const FIRST = 'Simulated answer by openai: Paris is the capital.';
const SECOND = 'Simulated answer by anthropic: Paris is the capital.';
const ANSWERS = [FIRST, SECOND];
const ended = { finishReason: 'stop' };

describe('what a caller got', () => {
  it.each(ANSWERS)('is an answer when it is the whole text of a candidate: %s', (text) => {
    expect(outcomeOf(ended, text, ANSWERS)).toBe('answered');
  });

  it('is silence when the text is cut and nobody says so', () => {
    expect(outcomeOf({ finishReason: 'interrupted' }, FIRST.slice(0, 30), ANSWERS)).toBe('silent');
    expect(outcomeOf(ended, '', ANSWERS)).toBe('silent');
  });

  it('is silence when words in the middle are missing', () => {
    expect(outcomeOf(ended, FIRST.replace('is the ', ''), ANSWERS)).toBe('silent');
  });

  it('is told when an error says so, with or without a part of the text', () => {
    expect(outcomeOf('told', '', ANSWERS)).toBe('told');
    expect(outcomeOf('told', FIRST.slice(0, 30), ANSWERS)).toBe('told');
  });

  it('is a repetition when a second answer begins after a part of the first, also if it ends with an error', () => {
    const text = FIRST.slice(0, 30) + SECOND;
    expect(outcomeOf(ended, text, ANSWERS)).toBe('repeated');
    expect(outcomeOf('told', text, ANSWERS)).toBe('repeated');
  });
});
