import { describe, expect, it } from 'vitest';
import type { ProviderFailure } from '../errors/error-kind.js';
import { nextStep, type CandidateState, type FailoverSituation } from './failover.policy.js';

const FREE: CandidateState = { id: 'groq/m', attempts: 0, failure: undefined, failedAgoMs: 0, coolingMs: 0 };
const failed = (kind: ProviderFailure['kind'], rest: Partial<ProviderFailure> = {}): CandidateState => ({
  ...FREE,
  attempts: 1,
  failure: { kind, ...rest },
});
const decide = (candidates: CandidateState[], rest: Partial<FailoverSituation> = {}) =>
  nextStep({
    candidates,
    failure: undefined,
    attemptsMade: 1,
    attemptsAllowed: 5,
    timeLeftMs: 10_000,
    jitter: 0,
    ...rest,
  });

describe('a candidate that is told what was wrong with its answer', () => {
  const told = failed('malformed_response', { repair: true });
  const situation = { failure: told.failure, attemptsMade: 0 };

  it('comes first and at once, before those that have not been asked', () => {
    expect(decide([FREE, told], situation)).toEqual({ action: 'try', candidate: 1, delayMs: 0 });
  });

  it('is not asked when it is to be left alone, or is not the one that failed last', () => {
    expect(decide([FREE, { ...told, coolingMs: 5 }], situation)).toMatchObject({ candidate: 0 });
    const later = failed('server');
    expect(decide([told, later, FREE], { ...situation, failure: later.failure })).toMatchObject({
      candidate: 2,
    });
  });

  it('is not asked when the attempts are used up', () => {
    expect(decide([told], { ...situation, attemptsMade: 3, attemptsAllowed: 3 })).toMatchObject({
      action: 'stop',
    });
  });
});
