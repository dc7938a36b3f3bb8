import type { LanguageModelV4CallOptions, LanguageModelV4Prompt, SharedV4FileData } from '@ai-sdk/provider';
import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';
import type { ModelCandidate } from '../candidates/candidate.js';
import { candidatesFor } from './bound-call.policy.js';

const candidates = ['groq', 'openai', 'anthropic'].map<ModelCandidate>((provider) => ({
  id: `${provider}/m`,
  lane: `${provider}/m`,
  provider,
  model: 'm',
  account: provider,
  vendors: [provider],
  languageModel: new MockLanguageModelV4(),
}));

const able = (call: Partial<LanguageModelV4CallOptions>) =>
  candidatesFor('chat', candidates, { prompt: [], ...call }).map(({ provider }) => provider);

const said = (data: SharedV4FileData): LanguageModelV4Prompt => [
  { role: 'user', content: [{ type: 'file', mediaType: 'application/pdf', data }] },
];
const returned = (data: SharedV4FileData): LanguageModelV4Prompt => [
  {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: 'c',
        toolName: 't',
        output: { type: 'content', value: [{ type: 'file', mediaType: 'application/pdf', data }] },
      },
    ],
  },
];
const search = (id: `${string}.${string}`) => [{ type: 'provider' as const, id, name: 'search', args: {} }];

describe('a call', () => {
  it('that nothing binds may go to anybody', () => {
    expect(able({ prompt: said({ type: 'data', data: 'AQID' }) })).toEqual(['groq', 'openai', 'anthropic']);
  });

  it.each([said, returned])('with an uploaded file goes to those who have it', (prompt) => {
    expect(able({ prompt: prompt({ type: 'reference', reference: { openai: 'file-1' } }) })).toEqual([
      'openai',
    ]);
    const both = { openai: 'file-1', anthropic: 'file_1' };
    expect(able({ prompt: prompt({ type: 'reference', reference: both }) })).toEqual(['openai', 'anthropic']);
  });

  it('with a tool of a vendor goes to that one', () => {
    expect(able({ tools: search('anthropic.web_search') })).toEqual(['anthropic']);
  });

  it('that nobody can carry out is refused by its field, with the candidates and without a word of it', () => {
    const tools = search('google.canary');
    expect(() => able({ tools })).toThrow(
      'tools: expected only what a candidate of "chat" understands (groq/m, openai/m, anthropic/m)',
    );
    expect(() => able({ tools })).not.toThrow('canary');
    const prompt = said({ type: 'reference', reference: { openai: 'file-1' } });
    expect(() => able({ prompt, tools: search('anthropic.web_search') })).toThrow('tools: expected');
    expect(() => able({ prompt: said({ type: 'reference', reference: { google: 'x' } }) })).toThrow(
      'prompt: expected',
    );
  });
});
