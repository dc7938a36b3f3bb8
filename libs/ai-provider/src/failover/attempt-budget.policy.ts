import type { CallLimits } from '../candidates/candidate.js';

/** How long one attempt may take, in ms. */
export interface AttemptBudget {
  /** Until the deadline of the whole request. */
  readonly totalMs: number;
  /** For an answer in one piece. */
  readonly wholeMs: number;
  /** For the first content of a stream. */
  readonly firstTokenMs: number;
  /** Between two parts of a stream. */
  readonly idleMs: number;
}

/**
 * Cuts one attempt out of the time that is left. Without a configured limit an attempt gets an equal share for itself
 * and each candidate that can still have its turn: a provider that hangs costs its share and not the whole deadline. The
 * same holds for the first content of a stream, which has a limit of its own beside it.
 */
export function attemptBudget(limits: CallLimits, timeLeftMs: number, othersWaiting: number): AttemptBudget {
  const equalShare = timeLeftMs / (othersWaiting + 1);
  const share = limits.attemptMs ?? equalShare;
  return {
    totalMs: timeLeftMs,
    wholeMs: Math.min(timeLeftMs, share),
    firstTokenMs: Math.min(equalShare, limits.firstTokenMs),
    idleMs: limits.idleMs,
  };
}
