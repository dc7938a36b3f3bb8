import { describe, expect, it } from 'vitest';
import { nextStep, type CandidateState, type FailoverSituation } from './failover.policy.js';

const FREE: CandidateState = { id: 'groq/m', attempts: 0, failure: undefined, failedAgoMs: 0, coolingMs: 0 };
const failedWith = (failure: CandidateState['failure']): CandidateState => ({
  ...FREE,
  attempts: 1,
  failure,
});
const decide = (
  candidates: CandidateState[],
  rest: Pick<FailoverSituation, 'failure' | 'attemptsMade'> & Partial<FailoverSituation>,
) => nextStep({ candidates, attemptsAllowed: 5, timeLeftMs: 10_000, jitter: 0, ...rest });

describe('a candidate that is told what was wrong with its answer', () => {
  const told = failedWith({ kind: 'malformed_response', repair: true });
  const situation = { failure: told.failure, attemptsMade: 0 };

  it('comes first and at once, before those that have not been asked', () => {
    expect(decide([FREE, told], situation)).toEqual({ action: 'try', candidate: 1, delayMs: 0 });
  });

  it('is not asked when it is to be left alone, or is not the one that failed last', () => {
    expect(decide([FREE, { ...told, coolingMs: 5 }], situation)).toMatchObject({ candidate: 0 });
    const later = failedWith({ kind: 'server' });
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
