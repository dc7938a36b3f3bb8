import { describe, expect, it } from 'vitest';
import type { ProviderFailure } from '../errors/error-kind.js';
import { nextStep, type CandidateState, type FailoverSituation } from './failover.policy.js';

const FREE: CandidateState = { id: 'groq/m', attempts: 0, failure: undefined, failedAgoMs: 0, coolingMs: 0 };
const failed = (kind: ProviderFailure['kind'], rest: Partial<ProviderFailure> = {}): CandidateState => ({
  ...FREE,
  attempts: 1,
  failure: { kind, ...rest },
});
const OTHER: CandidateState = { ...FREE, id: 'openai/m' };
const decide = (candidates: CandidateState[], rest: Partial<FailoverSituation> = {}) =>
  nextStep({
    candidates,
    failure: candidates.findLast(({ attempts }) => attempts > 0)?.failure,
    attemptsMade: candidates.reduce((sum, { attempts }) => sum + attempts, 0),
    attemptsAllowed: 5,
    timeLeftMs: 10_000,
    jitter: 0,
    ...rest,
  });

describe('nextStep with several keys', () => {
  it.each(['quota', 'auth', 'permission', 'model_not_found', 'rate_limit'] as const)(
    'asks the next key at once after %s, which is the matter of one key',
    (kind) => {
      expect(decide([failed(kind), FREE, OTHER])).toEqual({ action: 'try', candidate: 1, delayMs: 0 });
    },
  );

  it.each(['server', 'timeout', 'network', 'overloaded', 'malformed_response'] as const)(
    'asks the other candidates before the next key after %s, and then waits as with one key',
    (kind) => {
      expect(decide([failed(kind), FREE, OTHER])).toEqual({ action: 'try', candidate: 2, delayMs: 0 });
      expect(decide([failed(kind), FREE])).toEqual({ action: 'try', candidate: 1, delayMs: 250 });
      const bothFailed = [failed(kind), { ...failed(kind), failedAgoMs: 100 }];
      expect(decide(bothFailed)).toMatchObject({ action: 'try', delayMs: 500 });
    },
  );

  it('asks no other key where it cannot help', () => {
    expect(decide([failed('context_length'), FREE])).toMatchObject({ action: 'stop' });
    expect(decide([failed('server', { shouldRetry: false }), FREE])).toMatchObject({ action: 'stop' });
  });

  it('does not count the attempts that found a dead key, while there are others', () => {
    const dead = [failed('auth'), failed('quota'), failed('auth')];
    expect(decide([...dead, FREE], { attemptsAllowed: 1 })).toMatchObject({ action: 'try', candidate: 3 });
    expect(decide([...dead, failed('server'), FREE], { attemptsAllowed: 1 })).toMatchObject({
      reason: 'attempts_used_up',
    });
    expect(decide([failed('auth'), OTHER], { attemptsAllowed: 1 })).toMatchObject({
      reason: 'attempts_used_up',
    });
  });

  it('says that none is ready in time where all are drained or turned away, without a time', () => {
    expect(decide([{ ...FREE, coolingMs: Infinity }])).toEqual({
      action: 'stop',
      reason: 'none_ready_in_time',
    });
  });
});
