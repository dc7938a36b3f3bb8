import { describe, expect, it } from 'vitest';
import type { Candidate } from '../candidates/candidate.js';
import type { LaneState } from '../health/lane-state.js';
import type { GateRefusalReason } from './attempt-gate.js';
import { describeRoute, type Standing } from './route-reason.js';

const candidate = (provider: string): Candidate => ({
  id: `${provider}/m`,
  provider,
  model: 'm',
  account: provider,
  lane: `${provider}/m`,
});
const groq = candidate('groq');
const openai = candidate('openai');
const anthropic = candidate('anthropic');
const route = { candidates: [groq, openai, anthropic], reason: 'first in the order of "chat"' };

const failed = (provider: string, kind: string) => ({
  provider,
  model: 'm',
  outcome: 'failed' as const,
  kind,
  ms: 1,
});
const answered = (provider: string) => ({ provider, model: 'm', outcome: 'answered' as const, ms: 1 });

const stands = (state: LaneState['state'], refusedBy?: GateRefusalReason): Standing => ({
  stateOf: () => (state === 'ready' ? { state } : { state, forMs: 1, why: 'server' }),
  refusedBy: () => refusedBy,
});

describe('the reason of a route', () => {
  it('is that of the order when the first one answers', () => {
    expect(describeRoute(route, [answered('groq')], groq, stands('cooling'))).toBe(
      'first in the order of "chat"',
    );
  });

  it('names who failed before', () => {
    const attempts = [failed('groq', 'server'), failed('openai', 'timeout'), answered('anthropic')];
    expect(describeRoute(route, attempts, anthropic, stands('cooling'))).toBe(
      'after groq failed with server, openai failed with timeout',
    );
  });

  it('names who was not asked because it is left alone', () => {
    expect(describeRoute(route, [answered('openai')], openai, stands('cooling'))).toBe(
      'groq left alone after an earlier failure',
    );
    expect(
      describeRoute(route, [failed('openai', 'server'), answered('anthropic')], anthropic, stands('cooling')),
    ).toBe('after openai failed with server; groq left alone after an earlier failure');
  });

  it.each<[LaneState['state'], GateRefusalReason | undefined, string]>([
    ['open', undefined, 'left alone after an earlier failure'],
    ['half_open', 'probing', 'left alone after an earlier failure'],
    ['drained', undefined, 'drained by an operator'],
    ['ready', 'limit', 'had no room'],
    ['ready', 'budget', 'too dear for a budget'],
  ])('says why who is %s, and was turned away by %s, was not asked', (state, refusedBy, why) => {
    expect(describeRoute(route, [answered('openai')], openai, stands(state, refusedBy))).toBe(`groq ${why}`);
  });

  it('says nothing of a key that was not asked where another key of the model was', () => {
    const other = { ...groq, account: 'groq#2', lane: 'groq#2/m' };
    const keys = { ...route, candidates: [groq, other, openai] };
    expect(describeRoute(keys, [answered('groq')], other, stands('cooling'))).toBe(route.reason);
  });

  it('names the failures when nobody answered', () => {
    expect(describeRoute(route, [failed('groq', 'quota')], undefined, stands('cooling'))).toBe(
      'after groq failed with quota',
    );
    expect(describeRoute(route, [], undefined, stands('cooling'))).toBe('first in the order of "chat"');
  });
});
