import { inspect } from 'node:util';
import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import type { AiProviderOptions } from '../ai-provider.options.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import { resolveAiProviderOptions } from './resolve-options.js';

const KEY = 'sk-canary-91c0ffee';
const PROVIDERS = { groq: { apiKey: KEY }, openai: { apiKey: KEY } };
const USE = ['groq/openai/gpt-oss-120b'];

/** As JavaScript users write it: whatever it is. */
function resolve(options: unknown) {
  // The options under test are wrong on purpose.
  return resolveAiProviderOptions(options as AiProviderOptions);
}

function errorOf(options: unknown): unknown {
  try {
    resolve(options);
  } catch (error) {
    return error;
  }
  return undefined;
}

const chat = (rest: object): unknown => ({ providers: PROVIDERS, models: { chat: { use: USE, ...rest } } });

describe('resolveAiProviderOptions', () => {
  it('serves chat by the configured ones of groq, openai and anthropic in this order, when no models are named', () => {
    const { models, defaultModel } = resolve({
      providers: { anthropic: { apiKey: KEY }, groq: { apiKey: KEY } },
    });
    expect(defaultModel).toBe('chat');
    expect(models.get('chat')?.candidates.map(({ id }) => id)).toEqual([
      'groq/openai/gpt-oss-120b',
      'anthropic/claude-haiku-5-5',
    ]);
  });

  it('fills the documented defaults', () => {
    expect(resolve(chat({})).models.get('chat')?.limits).toEqual({
      attempts: 3,
      deadlineMs: 60_000,
      firstTokenMs: 10_000,
      idleMs: 15_000,
      attemptMs: undefined,
    });
  });

  it('allows one attempt a candidate when these are more than three', () => {
    const use = ['groq/a', 'groq/b', 'groq/c', 'openai/a', 'openai/b'];
    expect(resolve(chat({ use })).models.get('chat')?.limits.attempts).toBe(5);
  });

  it('makes one candidate a key, and allows an attempt for each, up to 20', () => {
    const keys = Array.from({ length: 4 }, (_, index) => `gsk_${index}`);
    const { models } = resolve({
      providers: { groq: { apiKey: keys }, openai: { apiKey: [KEY] } },
      models: { chat: { use: ['groq/a', 'openai/b'] }, wide: { use: [...'abcdef'].map((m) => `groq/${m}`) } },
    });
    const { candidates, limits } = models.get('chat') ?? {};
    expect(candidates?.map(({ id, account, lane }) => [id, account, lane])).toEqual([
      ...[1, 2, 3, 4].map((n) => ['groq/a', `groq#${n}`, `groq#${n}/a`]),
      ['openai/b', 'openai', 'openai/b'],
    ]);
    expect([limits?.attempts, models.get('wide')?.limits.attempts]).toEqual([5, 20]);
  });

  it('reads durations as numbers and as texts', () => {
    const limits = resolve(chat({ deadlineMs: '5m', firstTokenMs: 250, attemptMs: '2s' })).models.get(
      'chat',
    )?.limits;
    expect(limits).toMatchObject({ deadlineMs: 300_000, firstTokenMs: 250, attemptMs: 2_000 });
  });

  it('takes the first logical model for the default one when none is called chat', () => {
    expect(
      resolve({ providers: PROVIDERS, models: { smart: { use: USE }, fast: { use: USE } } }).defaultModel,
    ).toBe('smart');
  });

  it('ignores a provider that is undefined, as one without a key in the environment is written', () => {
    expect(resolve({ providers: { ...PROVIDERS, anthropic: undefined } }).providerNames).toEqual([
      'groq',
      'openai',
    ]);
  });

  it.each([
    ['no providers', {}, 'providers', 'at least one provider'],
    ['empty providers', { providers: {} }, 'providers', 'at least one provider'],
    ['a provider that is text', { providers: { groq: KEY } }, 'providers.groq', '{ apiKey }'],
    ['a provider that is null', { providers: { groq: null } }, 'providers.groq', '{ apiKey }'],
    ['no key', { providers: { groq: {} } }, 'providers.groq.apiKey', 'key of the provider'],
    ['an empty key', { providers: { groq: { apiKey: '' } } }, 'providers.groq.apiKey', 'key of the provider'],
    [
      'a key with a line break',
      { providers: { groq: { apiKey: `${KEY}\n` } } },
      'providers.groq.apiKey',
      'white space',
    ],
    ['no keys', { providers: { groq: { apiKey: [] } } }, 'providers.groq.apiKey', '1 to 20 different keys'],
    [
      'the same key twice',
      { providers: { groq: { apiKey: [KEY, 'gsk_other', KEY] } } },
      'providers.groq.apiKey',
      '1 to 20 different keys',
    ],
    [
      'a bad key among good ones',
      { providers: { groq: { apiKey: ['gsk_other', `${KEY} `] } } },
      'providers.groq.apiKey[1]',
      'white space',
    ],
    ['a breaker that is true', { providers: PROVIDERS, breaker: true }, 'breaker', 'false for none'],
    [
      'a share of failures above 1',
      { providers: PROVIDERS, breaker: { failureShare: 1.1 } },
      'breaker.failureShare',
      'above 0, up to 1',
    ],
    [
      'a breaker that opens for longer than it may',
      { providers: PROVIDERS, breaker: { openMs: '2m', longestOpenMs: '1m' } },
      'breaker.longestOpenMs',
      'from 2m to 1d',
    ],
    [
      'shared state without Redis',
      { providers: PROVIDERS, sharedState: {} },
      'sharedState',
      'redis: { url }',
    ],
    [
      'a prefix with braces',
      { providers: PROVIDERS, sharedState: { redis: { url: 'redis://x' }, prefix: '{a}' } },
      'sharedState.prefix',
      'without { and }',
    ],
    [
      'a base URL that is none',
      { providers: { groq: { apiKey: KEY, baseUrl: KEY } } },
      'providers.groq.baseUrl',
      'http',
    ],
    [
      'another scheme',
      { providers: { groq: { apiKey: KEY, baseUrl: 'ftp://x' } } },
      'providers.groq.baseUrl',
      'http',
    ],
    [
      'a base URL with credentials',
      { providers: { groq: { apiKey: KEY, baseUrl: `https://u:${KEY}@x` } } },
      'providers.groq.baseUrl',
      'without user name',
    ],
    [
      'an API that is none',
      { providers: { openai: { apiKey: KEY, api: 'assistants' } } },
      'providers.openai.api',
      "'responses' or 'chat'",
    ],
    ['a name that is none', { providers: { 'Not/OK': { apiKey: KEY } } }, 'providers.Not/OK', 'lower-case'],
    [
      'a foreign provider with a key',
      { providers: { mistral: { apiKey: KEY } } },
      'providers.mistral',
      '{ model }',
    ],
    [
      'a model that is none',
      { providers: { local: { model: {} } } },
      'providers.local.model',
      'LanguageModelV4',
    ],
    [
      'a model without a model',
      { providers: { local: { model: undefined } } },
      'providers.local.model',
      'LanguageModelV4',
    ],
    ['no logical model', { providers: PROVIDERS, models: {} }, 'models', 'at least one'],
    [
      'a logical model that is undefined',
      { providers: PROVIDERS, models: { chat: undefined } },
      'models.chat.use',
      'one or more',
    ],
    ['no candidates', chat({ use: [] }), 'models.chat.use', 'one or more'],
    ['candidates as text', chat({ use: 'groq/x' }), 'models.chat.use', 'one or more'],
    ['a candidate twice', chat({ use: [...USE, ...USE] }), 'models.chat.use', 'different'],
    ['a candidate without a model', chat({ use: ['groq'] }), 'models.chat.use[0]', 'provider/model'],
    ['an empty model', chat({ use: ['groq/x', 'groq/'] }), 'models.chat.use[1]', 'provider/model'],
    ['a candidate that is no text', chat({ use: [7] }), 'models.chat.use[0]', 'provider/model'],
    ['no attempts', chat({ attempts: 0 }), 'models.chat.attempts', 'from 1 to 20'],
    ['too many attempts', chat({ attempts: 21 }), 'models.chat.attempts', 'from 1 to 20'],
    ['half an attempt', chat({ attempts: 1.5 }), 'models.chat.attempts', 'from 1 to 20'],
    ['no time', chat({ deadlineMs: 0 }), 'models.chat.deadlineMs', 'from 1ms to 1h'],
    ['too much time', chat({ deadlineMs: '2h' }), 'models.chat.deadlineMs', 'from 1ms to 1h'],
    ['a time that is none', chat({ firstTokenMs: 'soon' }), 'models.chat.firstTokenMs', 'from 1ms to 1h'],
    ['a negative silence', chat({ idleMs: -1 }), 'models.chat.idleMs', 'from 1ms to 1h'],
    ['an endless attempt', chat({ attemptMs: Infinity }), 'models.chat.attemptMs', 'from 1ms to 1h'],
  ])(
    'refuses %s, names the field and what it accepts, and shows no key',
    (_name, options, field, accepted) => {
      const error = errorOf(options);
      expect(error).toBeInstanceOf(InvalidOptionError);
      expect(error).toMatchObject({ field });
      expect(String(error)).toContain(`${field}: expected`);
      expect(String(error)).toContain(accepted);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(KEY);
    },
  );

  it.each([
    [
      'a candidate of a provider that is not configured',
      chat({ use: ['antropic/x'] }),
      /Unknown provider "antropic".* Known: groq, openai/,
    ],
    ['a near miss', chat({ use: ['grok/x'] }), /Unknown provider "grok", did you mean "groq"\?/],
    [
      'a default model that is none',
      { providers: PROVIDERS, models: { chat: { use: USE } }, defaultModel: 'chatt' },
      /Unknown model "chatt", did you mean "chat"\?/,
    ],
  ])('refuses %s and names the known ones', (_name, options, message) => {
    const error = errorOf(options);
    expect(error).toBeInstanceOf(UnknownNameError);
    expect(String(error)).toMatch(message);
  });
});
