import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCandidateId } from './candidate-id.js';
import { createProviderRegistry } from '../providers/provider-registry.js';
import { planRoute, type RouteWishes } from './route.policy.js';

const registry = createProviderRegistry({
  groq: { apiKey: 'gsk_test' },
  openai: { apiKey: 'sk-test' },
  anthropic: { apiKey: 'sk-ant-test' },
});
const candidate = (id: string) => registry.candidates(parseCandidateId(id, 'use'))[0];

const ALL = ['groq/big', 'groq/small', 'openai/big', 'anthropic/big'].map((id) => candidate(id));
const NONE: RouteWishes = { preferences: [], switchedTo: undefined, fallbackEnabled: true };

const plan = (wishes: Partial<RouteWishes>): { ids: string[]; reason: string } => {
  const { candidates, reason } = planRoute(
    { candidates: ALL, reason: 'first in the order of "chat"' },
    { ...NONE, ...wishes },
  );
  return { ids: candidates.map(({ id }) => id), reason };
};

describe('planRoute', () => {
  it('keeps the configured order when nobody wishes anything', () => {
    expect(plan({})).toEqual({
      ids: ['groq/big', 'groq/small', 'openai/big', 'anthropic/big'],
      reason: 'first in the order of "chat"',
    });
  });

  it('puts what the caller prefers first, in his order, by provider or by model', () => {
    expect(plan({ preferences: ['anthropic', 'groq/small'] })).toEqual({
      ids: ['anthropic/big', 'groq/small', 'groq/big', 'openai/big'],
      reason: 'preferred by the caller',
    });
  });

  it('puts the provider first that an operator switched to, after the preferences of the caller', () => {
    expect(plan({ switchedTo: 'openai' })).toMatchObject({ reason: 'switched to by an operator' });
    expect(plan({ switchedTo: 'openai' }).ids[0]).toBe('openai/big');
    expect(plan({ switchedTo: 'openai', preferences: ['anthropic'] }).ids.slice(0, 2)).toEqual([
      'anthropic/big',
      'openai/big',
    ]);
  });

  it('keeps the first only without fallback', () => {
    expect(plan({ fallbackEnabled: false }).ids).toEqual(['groq/big']);
    expect(plan({ fallbackEnabled: false, preferences: ['openai'] }).ids).toEqual(['openai/big']);
  });

  it('keeps every key of the first model without fallback, and of the model in a tool loop, its own key first', () => {
    const several = createProviderRegistry({ groq: { apiKey: ['gsk_1', 'gsk_2', 'gsk_3'] } });
    const keys = ['groq/big', 'groq/small'].flatMap((id) => several.candidates(parseCandidateId(id, 'use')));
    const lanes = (wishes: Partial<RouteWishes>): string[] =>
      planRoute({ candidates: keys, reason: 'any' }, { ...NONE, ...wishes }).candidates.map(
        ({ lane }) => lane,
      );
    expect(lanes({ fallbackEnabled: false })).toEqual(['groq#1/big', 'groq#2/big', 'groq#3/big']);
    expect(lanes({ toolLoopOwner: 'groq#2/small' })).toEqual([
      'groq#2/small',
      'groq#1/small',
      'groq#3/small',
    ]);
  });

  it('loses and doubles nobody, whatever is wished, and leaves the given order alone', () => {
    const names = fc.constantFrom('groq', 'openai', 'anthropic', 'groq/small', 'nobody');
    const before = ALL.map(({ id }) => id);
    fc.assert(
      fc.property(fc.array(names), fc.option(names, { nil: undefined }), (preferences, switchedTo) => {
        const { ids } = plan({ preferences, switchedTo });
        expect(ids.toSorted()).toEqual(before.toSorted());
        expect(ALL.map(({ id }) => id)).toEqual(before);
      }),
    );
  });
});
