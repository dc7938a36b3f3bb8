import { describe, expect, it } from 'vitest';
import type { CallLimits } from '../candidates/candidate.js';
import { attemptBudget } from './attempt-budget.policy.js';

const LIMITS: CallLimits = {
  deadlineMs: 60_000,
  firstTokenMs: 10_000,
  idleMs: 15_000,
  attemptMs: undefined,
  attempts: 3,
};

describe('attemptBudget', () => {
  it('gives an equal share to this attempt and to each candidate that can still have its turn', () => {
    expect(attemptBudget(LIMITS, 60_000, 2).wholeMs).toBe(20_000);
    expect(attemptBudget(LIMITS, 30_000, 1).wholeMs).toBe(15_000);
  });

  it('gives all the time that is left to the last one', () => {
    expect(attemptBudget(LIMITS, 7_000, 0)).toMatchObject({ wholeMs: 7_000, totalMs: 7_000 });
  });

  it('follows the configured limit of an attempt, but never beyond the deadline', () => {
    const limits = { ...LIMITS, attemptMs: 5_000 };
    expect(attemptBudget(limits, 60_000, 2).wholeMs).toBe(5_000);
    expect(attemptBudget(limits, 3_000, 0).wholeMs).toBe(3_000);
  });

  it('lets no candidate wait for its first token so long that the others have no time', () => {
    expect(attemptBudget(LIMITS, 60_000, 2).firstTokenMs).toBe(10_000);
    expect(attemptBudget(LIMITS, 6_000, 2).firstTokenMs).toBe(2_000);
  });

  it('leaves the silence between two parts as it is configured', () => {
    expect(attemptBudget(LIMITS, 1_000, 0).idleMs).toBe(15_000);
  });
});
