import { describe, expect, it } from 'vitest';
import type { Candidate } from '../candidates/candidate.js';
import { describeRoute } from './route-reason.js';

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

describe('the reason of a route', () => {
  it('is that of the order when the first one answers', () => {
    expect(describeRoute(route, [answered('groq')], groq)).toBe('first in the order of "chat"');
  });

  it('names who failed before', () => {
    const attempts = [failed('groq', 'server'), failed('openai', 'timeout'), answered('anthropic')];
    expect(describeRoute(route, attempts, anthropic)).toBe(
      'after groq failed with server, openai failed with timeout',
    );
  });

  it('names who was not asked because it is left alone', () => {
    expect(describeRoute(route, [answered('openai')], openai)).toBe(
      'groq left alone after an earlier failure',
    );
    expect(describeRoute(route, [failed('openai', 'server'), answered('anthropic')], anthropic)).toBe(
      'after openai failed with server; groq left alone after an earlier failure',
    );
  });

  it('names the failures when nobody answered', () => {
    expect(describeRoute(route, [failed('groq', 'quota')], undefined)).toBe('after groq failed with quota');
    expect(describeRoute(route, [], undefined)).toBe('first in the order of "chat"');
  });
});
