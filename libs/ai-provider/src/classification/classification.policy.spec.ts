import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyByRules } from './classification.policy.js';
import { QUERY_RULES, QUERY_TYPES } from './query-rules.js';

const EXAMPLES: readonly (readonly [query: string, type: string])[] = [
  ['What is the capital of France?', 'factual'],
  ['Who wrote Faust?', 'factual'],
  ['How many moons has Jupiter?', 'factual'],
  ['Define entropy', 'factual'],
  ['Why do leaves turn red?', 'analytical'],
  ['Analyse the sales trends of the last quarter', 'analytical'],
  ['What are the implications of this forecast?', 'analytical'],
  ['Compare PostgreSQL and MySQL', 'comparison'],
  ['What is the difference between TCP and UDP?', 'comparison'],
  ['Rust vs. Go for a command line tool', 'comparison'],
  ['Write a TypeScript function that sorts a list', 'code'],
  ['```js\nconst a = 1;\n```\nwhy does it fail', 'code'],
  ['def add(a, b):\n    return a + b', 'code'],
  ['What is 17 * 23?', 'math'],
  ['Solve the equation for x', 'math'],
  ['Write a poem about the sea', 'creative'],
  ['Draft an e-mail to my landlord', 'creative'],
  ['Summarize this article', 'summarisation'],
  ['TL;DR of the meeting', 'summarisation'],
  ['Translate "good night"', 'translation'],
  ['How do I say hello in French?', 'translation'],
  ['Hello there!', 'conversational'],
  ['Thanks, you', 'conversational'],
];

describe('classifyByRules', () => {
  it.each(EXAMPLES)('%j is %s', (query, type) => {
    expect(classifyByRules(query).queryType).toBe(type);
  });

  it('has an example of every type', () => {
    expect(new Set(EXAMPLES.map(([, type]) => type))).toEqual(new Set(QUERY_TYPES));
  });

  it.each(['', '   ', 'purple', 'The meeting is on Monday.', '🦆'])(
    'abstains at %j, where no rule speaks',
    (query) => {
      expect(classifyByRules(query)).toEqual({ queryType: 'unknown', confidence: 0, why: [] });
    },
  );

  it('abstains when two types have equal evidence', () => {
    expect(classifyByRules('analyse it, calculate it')).toMatchObject({
      queryType: 'unknown',
      confidence: 0.5,
    });
  });

  it('says why: the rules that spoke for the type, and their share of the evidence', () => {
    expect(classifyByRules('What is 2 + 2?')).toEqual({
      queryType: 'math',
      confidence: 0.75,
      why: ['arithmetic'],
    });
  });

  it('reads a long text at its beginning and at its end', () => {
    const filler = 'lorem ipsum '.repeat(10_000);
    expect(classifyByRules(`Summarize this: ${filler}`).queryType).toBe('summarisation');
    expect(classifyByRules(`${filler}\nTranslate it`).queryType).toBe('translation');
  });

  it('gives a known type, a share from 0 to 1 and known rules, and the same again, for any text', () => {
    const names = new Set(QUERY_RULES.map(({ name }) => name));
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(...EXAMPLES.map(([query]) => query))), (query) => {
        const result = classifyByRules(query);
        expect([...QUERY_TYPES, 'unknown']).toContain(result.queryType);
        expect(result.confidence).toBeGreaterThanOrEqual(0);
        expect(result.confidence).toBeLessThanOrEqual(1);
        expect(result.why.every((name) => names.has(name))).toBe(true);
        expect(classifyByRules(query)).toEqual(result);
      }),
    );
  });

  it.each([
    ['blanks', ' '],
    ['line breaks', '\n'],
    ['exclamation marks', '!'],
    ['greetings', 'hi !'],
    ['languages', 'in english '],
    ['digits', '1 '],
    ['half a task', 'write '],
    ['fences', '`'],
  ])('takes at most 20 ms for a megabyte of %s, before and behind a word', (_name, piece) => {
    const mass = piece.repeat(1_000_000 / piece.length);
    for (const query of [mass, `${mass}x`, `hi${mass}x`, `in english${mass}x`, `1${mass}x`]) {
      classifyByRules(query);
      const began = performance.now();
      classifyByRules(query);
      expect(performance.now() - began).toBeLessThan(20);
    }
  });

  it.each(QUERY_RULES)('the rule "$name" reads 200,000 hostile characters in linear time', ({ pattern }) => {
    for (const piece of [' ', '\n', '!', 'in english ', '1 ', 'write ', 'hi', '\t ']) {
      const time = (before: string): number => {
        const text = `${before}${piece.repeat(200_000 / piece.length)}x`;
        const times = [1, 2, 3].map(() => {
          const began = performance.now();
          pattern.test(text);
          return performance.now() - began;
        });
        return Math.min(...times);
      };
      // A quadratic pattern needs seconds for this; a linear one a few ms.
      for (const before of ['', 'hi', 'in english', 'write', '1']) expect(time(before)).toBeLessThan(200);
    }
  });
});
