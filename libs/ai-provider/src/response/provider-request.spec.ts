import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import type { GenerateRequest } from './generate-request.js';
import { toCallOptions, toWishes } from './provider-request.js';

const CANARY = 'canary-2b7e the secret plan';
// Requests may come from JavaScript.
const request = (fields: unknown): GenerateRequest => fields as GenerateRequest;

describe('toCallOptions', () => {
  it('makes one user message of a prompt, and leaves out what is not asked for', () => {
    expect(toCallOptions({ prompt: 'Hi' })).toEqual({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
    });
  });

  it('keeps a conversation in its order, with the instructions before it', () => {
    const options = toCallOptions({
      system: 'Be brief.',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Bye' },
      ],
    });
    expect(options.prompt).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] },
      { role: 'user', content: [{ type: 'text', text: 'Bye' }] },
    ]);
  });

  it('hands on the limit, the temperature and the signal', () => {
    const { signal } = new AbortController();
    expect(toCallOptions({ prompt: 'Hi', maxTokens: 5, temperature: 0, signal })).toMatchObject({
      maxOutputTokens: 5,
      temperature: 0,
      abortSignal: signal,
    });
  });

  it.each([
    ['neither prompt nor messages', {}, 'prompt'],
    ['both', { prompt: CANARY, messages: [{ role: 'user', content: CANARY }] }, 'prompt'],
    ['an empty prompt', { prompt: '' }, 'prompt'],
    ['a prompt that is no text', { prompt: { text: CANARY } }, 'prompt'],
    ['no messages', { messages: [] }, 'messages'],
    ['messages that are text', { messages: CANARY }, 'messages'],
    ['a message without text', { messages: [{ role: 'user', content: '' }] }, 'messages[0].content'],
    ['a message that is null', { messages: [null] }, 'messages[0]'],
    ['an unknown role', { messages: [{ role: CANARY, content: CANARY }] }, 'messages[0].role'],
    ['empty instructions', { prompt: CANARY, system: '' }, 'system'],
    ['instructions that are no text', { prompt: CANARY, system: [CANARY] }, 'system'],
    ['no tokens', { prompt: CANARY, maxTokens: 0 }, 'maxTokens'],
    ['half a token', { prompt: CANARY, maxTokens: 0.5 }, 'maxTokens'],
    ['a negative temperature', { prompt: CANARY, temperature: -0.1 }, 'temperature'],
    ['a high temperature', { prompt: CANARY, temperature: 2.1 }, 'temperature'],
    ['a temperature that is no number', { prompt: CANARY, temperature: Number.NaN }, 'temperature'],
  ])('refuses %s, names the field, and shows no text', (_name, fields, field) => {
    const attempt = (): unknown => toCallOptions(request(fields));
    expect(attempt).toThrow(InvalidOptionError);
    expect(attempt).toThrow(`${field}: expected`);
    expect(attempt).not.toThrow('canary');
  });
});

describe('toWishes', () => {
  it('reads the deadline as a number or a text', () => {
    expect(toWishes({ deadlineMs: '2s' })).toMatchObject({ deadlineMs: 2_000 });
    expect(toWishes({ deadlineMs: 1 })).toMatchObject({ deadlineMs: 1 });
    expect(toWishes({})).toEqual({
      modelPreferences: undefined,
      fallbackEnabled: undefined,
      deadlineMs: undefined,
    });
  });

  it('refuses a deadline of nothing', () => {
    expect(() => toWishes({ deadlineMs: 0 })).toThrow('deadlineMs: expected');
  });
});
