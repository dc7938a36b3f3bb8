import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.js';

describe('nearestName', () => {
  it.each([
    ['antropic', 'anthropic'],
    ['Groq', 'groq'],
    ['opneai', 'openai'],
    ['anthropic', 'anthropic'],
  ])('takes %j for %j', (name, nearest) => {
    expect(nearestName(name, ['groq', 'openai', 'anthropic'])).toBe(nearest);
  });

  it.each(['mistral', '', 'x', 'o'.repeat(10_000)])('guesses nothing for %j', (name) => {
    expect(nearestName(name, ['groq', 'openai', 'anthropic'])).toBeUndefined();
  });

  it('takes the nearest one, not the first one that is near', () => {
    expect(nearestName('smarts', ['smears', 'smart'])).toBe('smart');
  });
});
