import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPLEXITIES, TIME_SENSITIVITIES } from './classification.js';
import { resolveRules } from './classification.options.js';
import { classifyByRules, guessByRules } from './classification.policy.js';
import { CUES } from './cues.js';
import { QUERY_TYPES } from './query-type.js';
import { STRUCTURE_RULES } from './structure-rules.js';

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
  ['Übersetze den Satz ins Englische', 'translation'],
  ['Pourquoi la mer est-elle salée ?', 'analytical'],
  ['Calcula el área de un cuadrado', 'math'],
  ['这两种方法有什么区别？', 'comparison'],
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
      expect(classifyByRules(query)).toMatchObject({
        queryType: 'unknown',
        confidence: 0,
        why: [],
        complexity: 'simple',
        timeSensitivity: 'static',
        stage: 'rules',
      });
    },
  );

  it('abstains when two types have equal evidence', () => {
    expect(guessByRules('calculate it, how to')).toMatchObject({ type: 'math' });
    expect(classifyByRules('translate it and summarise it')).toMatchObject({
      queryType: 'unknown',
      confidence: 0,
    });
  });

  it('says why: the rules that spoke for the type, the strongest first', () => {
    expect(classifyByRules('What is 2 + 2 divided by 3?')).toMatchObject({
      queryType: 'math',
      why: ['arithmetic', 'asks to calculate'],
    });
  });

  it('is never surer with less evidence', () => {
    const leads = EXAMPLES.map(([query]) => ({
      lead: guessByRules(query).lead,
      confidence: classifyByRules(query).confidence,
    })).toSorted((left, right) => left.lead - right.lead);
    const confidences = leads.map(({ confidence }) => confidence);
    expect(confidences).toEqual(confidences.toSorted((left, right) => left - right));
    expect(new Set(confidences).size).toBeGreaterThan(2);
  });

  it('does not take a statement for a request, though it names a poem or a python', () => {
    expect(classifyByRules('The poem hangs in the hall.').queryType).toBe('unknown');
    expect(classifyByRules('Write a poem that hangs in the hall.').queryType).toBe('creative');
  });

  it('reads a long text at its beginning and at its end', () => {
    const filler = 'lorem ipsum '.repeat(10_000);
    expect(classifyByRules(`Summarize this: ${filler}`).queryType).toBe('summarisation');
    expect(classifyByRules(`${filler}\nTranslate it`).queryType).toBe('translation');
  });

  it('gives a known type, a share from 0 to 1 and known rules, and the same again, for any text', () => {
    const names = new Set<string>([
      ...Object.keys(CUES),
      ...STRUCTURE_RULES.map(({ name }) => name),
      'little but small talk',
      'two scripts',
      'quantity of given numbers',
      'this or that',
      'meaning in a language',
    ]);
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string(),
          fc.constantFrom(...EXAMPLES.map(([query]) => query)),
        ),
        (query) => {
          const result = classifyByRules(query);
          expect([...QUERY_TYPES, 'unknown']).toContain(result.queryType);
          expect(result.confidence).toBeGreaterThanOrEqual(0);
          expect(result.confidence).toBeLessThanOrEqual(1);
          expect(result.complexityScore).toBeGreaterThanOrEqual(0);
          expect(result.complexityScore).toBeLessThanOrEqual(1);
          expect(COMPLEXITIES).toContain(result.complexity);
          expect(TIME_SENSITIVITIES).toContain(result.timeSensitivity);
          expect(result.language).toMatch(/^[a-z]{2,3}$/);
          expect(result.why.filter((name) => !names.has(name))).toEqual([]);
          expect(classifyByRules(query)).toEqual(result);
        },
      ),
    );
  });
});

describe('rules of the application', () => {
  const rules = resolveRules({
    types: ['booking'],
    rules: [
      { name: 'books', type: 'booking', weight: 6, pattern: /\bbook(?:ing)? a (?:table|room)\b/i },
      { name: 'our language', type: 'code', pattern: /\bzorblang\b/i },
    ],
  });

  it('decide for a type of the application', () => {
    expect(classifyByRules('I am booking a table for two, why does it fail?', rules)).toMatchObject({
      queryType: 'booking',
      why: ['books'],
    });
  });

  it('speak for our types beside our rules', () => {
    expect(classifyByRules('zorblang', rules)).toMatchObject({ queryType: 'code', why: ['our language'] });
    expect(classifyByRules('zorblang').queryType).toBe('unknown');
  });

  it('see the first and the last 500 characters', () => {
    const filler = 'x'.repeat(5_000);
    expect(classifyByRules(`${filler} zorblang`, rules).why).toContain('our language');
    expect(classifyByRules(`${filler} zorblang ${filler}`, rules).why).not.toContain('our language');
  });

  it('are abstained from below the given confidence', () => {
    const { confidence } = classifyByRules('zorblang', rules);
    const strict = resolveRules({ ...rules, types: ['booking'], rules: [], abstainBelow: 1 });
    expect(classifyByRules('Who wrote Faust?', strict).queryType).toBe('unknown');
    const equal = { ...rules, abstainBelow: confidence };
    expect(classifyByRules('zorblang', equal).queryType).toBe('code');
  });
});

describe('hostile texts', () => {
  const PIECES = [
    ['blanks', ' '],
    ['line breaks', '\n'],
    ['exclamation marks', '!'],
    ['question marks', '?'],
    ['greetings', 'hi !'],
    ['languages', 'in english '],
    ['digits', '1 '],
    ['shares', '$1 '],
    ['half a task', 'write '],
    ['half a choice', 'which is '],
    ['half an explanation', 'how does '],
    ['letters', 'a'],
    ['capitals', 'Error'],
    ['calls', 'a.b'],
    ['fences', '`'],
    ['ideographs', '文'],
    ['umlauts', 'ä'],
    ['combining marks', 'e\u0301'],
    ['halves of surrogates', '\ud800'],
  ] as const;

  it.each(PIECES)('takes at most 20 ms for a megabyte of %s, before and behind a word', (_name, piece) => {
    const mass = piece.repeat(1_000_000 / piece.length);
    for (const query of [mass, `${mass}x`, `hi${mass}x`, `in english${mass}x`, `1${mass}x`]) {
      // The fastest of five: the first one joins the text, and the machine may be busy.
      const times = [1, 2, 3, 4, 5].map(() => {
        const began = performance.now();
        classifyByRules(query);
        return performance.now() - began;
      });
      expect(Math.min(...times)).toBeLessThan(20);
    }
  });

  it.each(STRUCTURE_RULES)(
    'the rule "$name" reads 100,000 hostile characters in linear time',
    ({ pattern }) => {
      for (const [, piece] of PIECES) {
        const time = (before: string): number => {
          const text = `${before}${piece.repeat(100_000 / piece.length)}x`;
          const times = [1, 2].map(() => {
            const began = performance.now();
            pattern.test(text);
            return performance.now() - began;
          });
          return Math.min(...times);
        };
        // A quadratic pattern needs seconds for this; a linear one a few ms.
        for (const before of ['', 'hi', '1', 'at ']) expect(time(before)).toBeLessThan(150);
      }
    },
  );
});
