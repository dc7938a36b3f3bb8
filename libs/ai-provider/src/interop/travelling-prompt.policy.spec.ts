import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';
import type { ModelCandidate } from '../candidates/candidate.js';
import { callFor } from './travelling-call.policy.js';
import { headersFor } from './travelling-headers.policy.js';
import { promptFor } from './travelling-prompt.policy.js';
import { vendorsOf } from './vendors.policy.js';

const candidate = (provider: string, model = 'm'): ModelCandidate => ({
  id: `${provider}/${model}`,
  lane: `${provider}/${model}`,
  provider,
  model,
  account: provider,
  vendors: vendorsOf(provider, `${provider}.chat`),
  languageModel: new MockLanguageModelV4(),
});
const openai = candidate('openai');
const signedBy = (id: string, rest: object = {}) => ({ hydrogenai: { candidate: id }, ...rest });

/** A finished tool loop at openai/m, which also searched the web by itself. */
const history: LanguageModelV4Prompt = [
  {
    role: 'system',
    content: 'Be brief.',
    providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
  },
  { role: 'user', content: [{ type: 'text', text: 'Weather?' }] },
  {
    role: 'assistant',
    content: [
      {
        type: 'reasoning',
        text: 'hm',
        providerOptions: signedBy('openai/m', { openai: { itemId: 'rs_1' } }),
      },
      {
        type: 'text',
        text: 'I look.',
        providerOptions: signedBy('openai/m', { openai: { itemId: 'msg_1' } }),
      },
      {
        type: 'tool-call',
        toolCallId: 'ws_1',
        toolName: 'web_search',
        input: {},
        providerExecuted: true,
        providerOptions: signedBy('openai/m'),
      },
      {
        type: 'tool-result',
        toolCallId: 'ws_1',
        toolName: 'web_search',
        output: { type: 'text', value: 'found' },
      },
      {
        type: 'tool-call',
        toolCallId: 'call|1',
        toolName: 'weather',
        input: {},
        providerOptions: signedBy('openai/m', { openai: { itemId: 'fc_1' } }),
      },
    ],
  },
  {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: 'call|1',
        toolName: 'weather',
        output: { type: 'text', value: 'sunny' },
      },
    ],
  },
  {
    role: 'assistant',
    content: [{ type: 'reasoning', text: 'alone', providerOptions: signedBy('openai/m') }],
  },
];

const types = (prompt: LanguageModelV4Prompt) =>
  prompt.map(
    ({ role, content }) =>
      `${role}: ${typeof content === 'string' ? 'text' : content.map(({ type }) => type).join(', ')}`,
  );

describe('a conversation, as a candidate may see it', () => {
  it('is whole for the one that it was held with', () => {
    const own = promptFor(openai, history);
    expect(types(own)).toEqual(types(history));
    expect(JSON.stringify(own)).toContain('rs_1');
    expect(JSON.stringify(own)).toContain('call|1');
    expect(JSON.stringify(own)).not.toMatch(/hydrogenai|ephemeral/);
  });

  it.each([candidate('anthropic'), candidate('groq'), candidate('openai', 'other')])(
    'is text and tools without marks for $id',
    (other) => {
      const seen = promptFor(other, history);
      expect(types(seen)).toEqual([
        'system: text',
        'user: text',
        'assistant: text, tool-call',
        'tool: tool-result',
      ]);
      const text = JSON.stringify(seen);
      expect(text).not.toMatch(/rs_1|msg_1|fc_1|hydrogenai|found/);
      expect(text.includes('ephemeral')).toBe(other.provider === 'anthropic');
    },
  );

  it('has the same id on a tool call and its result, in signs that every wire takes', () => {
    const ids = [
      ...JSON.stringify(promptFor(candidate('anthropic'), history)).matchAll(/"toolCallId":"([^"]+)"/g),
    ].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[\w-]{1,40}$/);
  });

  it('of which nothing is signed or addressed is passed on as it is', () => {
    const plain: LanguageModelV4Prompt = [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }];
    const call = { prompt: plain, temperature: 0 };
    expect(callFor(openai, call)).toBe(call);
  });

  it('loses reasoning of other vendors also where nobody signed it', () => {
    const unsigned: LanguageModelV4Prompt = [
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm', providerOptions: { anthropic: { signature: 's' } } },
          { type: 'text', text: 'Hi' },
        ],
      },
    ];
    expect(types(promptFor(openai, unsigned))).toEqual(['assistant: text']);
    expect(types(promptFor(candidate('anthropic'), unsigned))).toEqual(['assistant: reasoning, text']);
  });
});

describe('headers of a call', () => {
  it('go to those whom they name, whatever their case; neutral ones to all; the rest to nobody', () => {
    const headers = {
      'Anthropic-Beta': 'a',
      'OpenAI-Project': 'o',
      'x-groq-region': 'g',
      'User-Agent': 'u',
      authorization: 'secret',
      'x-custom': 'secret',
    };
    expect(headersFor(['openai'], headers)).toEqual({ 'OpenAI-Project': 'o', 'User-Agent': 'u' });
    expect(headersFor(['anthropic'], headers)).toEqual({ 'Anthropic-Beta': 'a', 'User-Agent': 'u' });
    expect(headersFor(['groq'], headers)).toEqual({ 'x-groq-region': 'g', 'User-Agent': 'u' });
  });
});

describe('vendorsOf', () => {
  it.each([
    ['openai', 'openai.responses', ['openai']],
    ['mine', 'azure.chat', ['azure', 'openai', 'mine']],
    ['local', 'ollama', ['ollama', 'local']],
  ])('of %s with a model of %s are %j', (provider, model, vendors) => {
    expect(vendorsOf(provider, model)).toEqual(vendors);
  });
});
