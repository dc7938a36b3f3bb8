import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from './estimate-tokens.js';

const user = (text: string): LanguageModelV4Prompt => [{ role: 'user', content: [{ type: 'text', text }] }];
const SENTENCE = 'The quick brown fox jumps over the lazy dog near the river bank. ';

describe('estimateTokens', () => {
  it('counts a text about as tokenisers do, and each message a little', () => {
    // o200k_base: 14 tokens.
    expect(estimateTokens(user(SENTENCE))).toBeGreaterThanOrEqual(15);
    expect(estimateTokens(user(SENTENCE))).toBeLessThanOrEqual(22);
  });

  it('grows with the text, also beyond what it looks at', () => {
    const tenth = estimateTokens(user(SENTENCE.repeat(1_000)));
    const whole = estimateTokens(user(SENTENCE.repeat(10_000)));
    expect(whole / tenth).toBeCloseTo(10, 0);
  });

  it('takes no longer for a text of ten megabytes than for one of a few pages', () => {
    const long = user(SENTENCE.repeat(160_000));
    estimateTokens(long);
    const startedMs = performance.now();
    estimateTokens(long);
    // The whole text would take a second.
    expect(performance.now() - startedMs).toBeLessThan(100);
  });

  it('counts system texts, reasoning, tool calls and their results, tools and a schema', () => {
    const text = SENTENCE.repeat(5);
    const bare = estimateTokens([]);
    const prompt: LanguageModelV4Prompt = [
      { role: 'system', content: text },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text },
          { type: 'tool-call', toolCallId: 'a', toolName: 'find', input: { text } },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'a', toolName: 'find', output: { type: 'text', value: text } },
          {
            type: 'tool-result',
            toolCallId: 'b',
            toolName: 'find',
            output: { type: 'json', value: { text } },
          },
          {
            type: 'tool-result',
            toolCallId: 'c',
            toolName: 'find',
            output: { type: 'content', value: [{ type: 'text', text }] },
          },
        ],
      },
    ];
    const tools: LanguageModelV4CallOptions['tools'] = [
      { type: 'function', name: 'find', description: text, inputSchema: { type: 'object' } },
    ];
    const one = estimateTokens(user(text)) - 4;
    expect(estimateTokens(prompt)).toBeGreaterThanOrEqual(6 * one);
    expect(estimateTokens(prompt, tools)).toBeGreaterThanOrEqual(7 * one);
    expect(
      estimateTokens(prompt, tools, { type: 'json', schema: { description: text } }),
    ).toBeGreaterThanOrEqual(8 * one);
    expect(bare).toBe(0);
  });

  it('counts an image and a file flat, however many bytes they have', () => {
    const file = (mediaType: string, data: string): LanguageModelV4Prompt => [
      { role: 'user', content: [{ type: 'file', mediaType, data: { type: 'data', data } }] },
    ];
    expect(estimateTokens(file('image/png', 'A'.repeat(1_000_000)))).toBe(1_304);
    expect(estimateTokens(file('image/png', 'A'))).toBe(1_304);
    expect(estimateTokens(file('application/pdf', 'A'))).toBe(2_004);
  });

  it('does not price Thai, Hindi, Arabic and Hebrew like long English words', () => {
    // o200k_base: 14 tokens of Thai, 12 of Arabic.
    expect(estimateTokens(user('เมืองหลวงของประเทศฝรั่งเศสคืออะไร'))).toBeGreaterThan(12);
    expect(estimateTokens(user('ما هي عاصمة فرنسا وما عدد سكانها اليوم'))).toBeGreaterThan(10);
  });

  it('never throws, whatever it is given', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    const wrong: unknown[] = [
      undefined,
      null,
      'text',
      [null],
      [{ role: 'user' }],
      [
        {
          role: 'tool',
          content: [null, 1, { type: 'tool-call', input: cyclic }, { type: 'tool-result', output: null }],
        },
      ],
    ];
    for (const prompt of wrong) {
      // Programs without types can write these.
      expect(estimateTokens(prompt as LanguageModelV4Prompt)).toBeGreaterThanOrEqual(0);
    }
    fc.assert(
      fc.property(fc.array(fc.record({ role: fc.string(), content: fc.anything() })), (prompt) => {
        // Anything at all, on purpose.
        const tokens = estimateTokens(prompt as unknown as LanguageModelV4Prompt);
        expect(Number.isSafeInteger(tokens) && tokens >= 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
