import { MockLanguageModelV4 } from 'ai/test';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import type { LogicalModelOptions } from '../ai-provider.options.js';
import { NoFitCandidateError } from '../errors/no-fit-candidate.error.js';
import { resolveAiProviderOptions } from '../pool/resolve-options.js';
import type { CallNeeds } from './call-needs.js';
import { CandidateMeters } from './candidate-meters.js';
import { Selector, type SelectionRequest } from './selector.js';

const NEEDS: CallNeeds = {
  inputTokens: 100,
  maxOutputTokens: undefined,
  tools: false,
  images: false,
  jsonSchema: false,
};
const PRICES: Readonly<Record<string, number>> = { 'a/m': 30, 'b/m': 10, 'c/m': 20 };

function selectorOf(chat: LogicalModelOptions) {
  const model = (provider: string) => ({ model: new MockLanguageModelV4({ provider, modelId: 'm' }) });
  const { models } = resolveAiProviderOptions({
    providers: { a: model('a'), b: model('b'), c: model('c') },
    models: { chat },
  });
  const logical = models.get('chat');
  if (!logical) throw new Error('This test has one model.');
  const meters = new CandidateMeters(new FakeClock());
  const selector = new Selector(
    meters,
    ({ id }) => PRICES[id] ?? null,
    () => 0.5,
  );
  return (request: Partial<Omit<SelectionRequest, 'model' | 'accepted' | 'candidates'>> = {}) => {
    const { candidates, ...rest } = selector.select({
      model: logical,
      accepted: logical.candidates,
      candidates: logical.candidates,
      needs: NEEDS,
      session: undefined,
      prompt: [],
      ...request,
    });
    return { ids: candidates.map(({ id }) => id), ...rest };
  };
}

describe('the selection', () => {
  it('keeps the configured order by default', () => {
    expect(selectorOf({ use: ['a/m', 'b/m', 'c/m'] })()).toEqual({
      ids: ['a/m', 'b/m', 'c/m'],
      reason: 'first in the order of "chat"',
      leftOut: [],
    });
  });

  it('asks the strategy', () => {
    expect(selectorOf({ use: ['a/m', 'b/m', 'c/m'], strategy: 'cost' })()).toEqual({
      ids: ['b/m', 'c/m', 'a/m'],
      reason: 'the cheapest for this request',
      leftOut: [],
    });
  });

  it('leaves out who cannot serve the request, and says why', () => {
    const select = selectorOf({
      use: [
        { model: 'a/m', supports: { contextTokens: 1_000 } },
        { model: 'b/m', supports: { tools: false, images: false } },
        'c/m',
      ],
    });
    expect(select().ids).toEqual(['a/m', 'b/m', 'c/m']);
    expect(select({ needs: { ...NEEDS, inputTokens: 2_000, tools: true } })).toMatchObject({
      ids: ['c/m'],
      leftOut: [
        {
          candidate: 'a/m',
          reasons: ['its context holds 1000 tokens, the request needs about 2000'],
        },
        { candidate: 'b/m', reasons: ['it takes no tools'] },
      ],
    });
  });

  it('fails when nobody can, listing each candidate and why, because no waiting would help', () => {
    const select = selectorOf({
      use: [
        { model: 'a/m', supports: { images: false } },
        { model: 'b/m', supports: { jsonSchema: false, maxOutputTokens: 10 } },
      ],
    });
    const needs = { ...NEEDS, images: true, jsonSchema: true, maxOutputTokens: 20 };
    expect(() => select({ needs })).toThrow(NoFitCandidateError);
    expect(() => select({ needs })).toThrow(
      'Model "chat": no candidate can serve this request. a/m: it takes no images; ' +
        'b/m: its answers have at most 10 tokens, the request asks for 20, it obeys no JSON schema.',
    );
  });

  it('lets an estimate be a little too high', () => {
    const select = selectorOf({ use: [{ model: 'a/m', supports: { contextTokens: 1_000 } }] });
    expect(select({ needs: { ...NEEDS, inputTokens: 1_100 } }).ids).toEqual(['a/m']);
  });
});

describe('a sticky model', () => {
  const firsts = (use: string[]): Map<string, string | undefined> => {
    const select = selectorOf({ use, stickyBy: 'session' });
    return new Map(
      Array.from({ length: 300 }, (_, n) => [`s${n}`, select({ session: `s${n}` }).ids[0]] as const),
    );
  };

  it('keeps a session where it is, spreads sessions, and moves only those whose place is gone', () => {
    const three = firsts(['a/m', 'b/m', 'c/m']);
    expect(firsts(['a/m', 'b/m', 'c/m'])).toEqual(three);
    for (const id of ['a/m', 'b/m', 'c/m']) {
      expect([...three.values()].filter((first) => first === id).length).toBeGreaterThan(60);
    }
    for (const [session, first] of firsts(['a/m', 'c/m'])) {
      if (three.get(session) !== 'b/m') expect(first).toBe(three.get(session));
    }
  });

  it('leaves requests without a session to the strategy', () => {
    const select = selectorOf({ use: ['a/m', 'b/m', 'c/m'], stickyBy: 'session', strategy: 'cost' });
    expect(select()).toMatchObject({ ids: ['b/m', 'c/m', 'a/m'], reason: 'the cheapest for this request' });
    expect(select({ session: 'one' }).reason).toBe('keeps to its session');
  });

  it('by prefix keeps prompts together that begin alike, whatever they end with', () => {
    const select = selectorOf({ use: ['a/m', 'b/m', 'c/m'], stickyBy: 'prefix' });
    const first = (about: string, question: string) =>
      select({
        prompt: [
          { role: 'system', content: about.repeat(1_000) },
          { role: 'user', content: [{ type: 'text', text: question }] },
        ],
      }).ids[0];
    const places = ['law ', 'food ', 'tax ', 'cars ', 'art ', 'code '].map((about) => {
      expect(first(about, 'one?')).toBe(first(about, 'two?'));
      return first(about, 'one?');
    });
    expect(new Set(places).size).toBeGreaterThan(1);
  });
});

describe('options of the selection', () => {
  it.each([
    [{ strategy: 'fastest' }, 'models.chat.strategy'],
    [{ stickyBy: 'user' }, 'models.chat.stickyBy'],
    [{ use: [{ model: 'a/m', weight: 0 }] }, 'models.chat.use[0].weight'],
    [{ use: [{ model: 'a/m', supports: { vision: true } }] }, 'models.chat.use[0].supports.vision'],
    [{ use: [{ model: 'a/m', supports: { tools: 'yes' } }] }, 'models.chat.use[0].supports.tools'],
    [
      { use: [{ model: 'a/m', supports: { contextTokens: -1 } }] },
      'models.chat.use[0].supports.contextTokens',
    ],
    [{ use: ['a/m', { model: 'a/m' }] }, 'models.chat.use'],
  ])('%j is refused, naming %s', (options, field) => {
    // Wrong on purpose: what JavaScript callers and JSON files can hold.
    const chat = { use: ['a/m'], ...options } as LogicalModelOptions;
    expect(() => selectorOf(chat)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(field) }),
    );
  });
});
