import { describe, expect, it } from 'vitest';
import { HitCounter } from './hit-counter.js';
import { Journal } from './journal.js';

const start = { wire: 'groq', method: 'POST', path: '/', inference: true, at: 0 } as const;
const HALF = 32 * 1024 * 1024;

describe('the journal', () => {
  it('keeps the newest bodies within its memory and forgets the oldest', () => {
    const journal = new Journal(10);
    const entries = [0, 1, 2].map(() => journal.open(start));
    entries.forEach((entry, index) => journal.keepBody(entry, `body ${index}`, HALF));
    expect(journal.entries.map(({ body }) => body)).toEqual([undefined, 'body 1', 'body 2']);
  });

  it('keeps no body for an entry that has left, and gives its memory back', () => {
    const journal = new Journal(1);
    const gone = journal.open(start);
    journal.keepBody(gone, 'old', 2 * HALF);
    const kept = journal.open(start);
    journal.keepBody(gone, 'late', 1);
    journal.keepBody(kept, 'new', 2 * HALF);
    expect([gone.body, kept.body]).toEqual([undefined, 'new']);
  });
});

describe('the hit counter', () => {
  it('counts every request, and bounds the model names that it keeps', () => {
    const hits = new HitCounter();
    for (let index = 0; index < 1_500; index += 1) {
      hits.count('openai');
      hits.countModel('openai', `model-${index}`);
    }
    hits.countModel('openai', 'm'.repeat(10_000));
    expect(hits.hits('openai')).toBe(1_500);
    expect(hits.hits()).toBe(1_500);
    expect(Object.keys(hits.of('openai').models)).toHaveLength(1_000);
    hits.countModel('openai', 'model-0');
    expect(hits.hits('openai', { model: 'model-0' })).toBe(2);
  });
});
