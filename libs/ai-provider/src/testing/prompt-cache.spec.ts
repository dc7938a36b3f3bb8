import { describe, expect, it } from 'vitest';
import { PromptCache } from './prompt-cache.js';

const tokens = (count: number, letter = 'x'): string => letter.repeat(count * 4);

describe('the prompt cache', () => {
  it('matches the longest prefix in steps of 128 tokens, from 1024 on', () => {
    const cache = new PromptCache();
    cache.lookup('m', tokens(1_300)).remember();
    expect(cache.lookup('m', tokens(1_300)).read).toBe(1_280);
    expect(cache.lookup('m', tokens(1_152) + tokens(500, 'y')).read).toBe(1_152);
    expect(cache.lookup('m', tokens(1_023)).read).toBe(0);
    expect(cache.lookup('m', `y${tokens(1_300)}`).read).toBe(0);
  });

  it('knows nothing that was not remembered, of another model, or after a reset', () => {
    const cache = new PromptCache();
    expect(cache.lookup('m', tokens(2_000))).toMatchObject({ read: 0, cacheable: 1_920 });
    expect(cache.lookup('m', tokens(2_000)).read).toBe(0);
    cache.lookup('m', tokens(2_000)).remember();
    expect(cache.lookup('other', tokens(2_000)).read).toBe(0);
    cache.reset();
    expect(cache.lookup('m', tokens(2_000)).read).toBe(0);
  });

  it('forgets the oldest prefixes first when it is full', () => {
    const cache = new PromptCache();
    cache.lookup('first', tokens(1_024)).remember();
    for (let index = 0; index < 20_000; index += 1) cache.lookup(`m${index}`, tokens(1_024)).remember();
    expect(cache.lookup('first', tokens(1_024)).read).toBe(0);
    expect(cache.lookup('m19999', tokens(1_024)).read).toBe(1_024);
  });
});
