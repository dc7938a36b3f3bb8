import type { ProviderFailure } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';

/** One candidate as this request knows it. */
export interface CandidateState {
  /** Attempts of this request at it. */
  readonly attempts: number;
  /** How the last of them failed. */
  readonly failure: ProviderFailure | undefined;
  /** How long ago that was, in ms: waits count from the failure, not from this decision. */
  readonly failedAgoMs: number;
  /** For how long it is to be left alone, in ms; 0 when it is free. */
  readonly coolingMs: number;
}

export interface FailoverSituation {
  /** All candidates in the order of the route. */
  readonly candidates: readonly CandidateState[];
  /** The failure that just happened; `undefined` before the first attempt. */
  readonly failure: ProviderFailure | undefined;
  readonly attemptsMade: number;
  readonly attemptsAllowed: number;
  /** Until the deadline of the whole request, in ms. */
  readonly timeLeftMs: number;
  /** A random number from 0 to 1 that spreads waits; given, so that a decision can be replayed. */
  readonly jitter: number;
}

export type StopReason = 'not_worth_retrying' | 'attempts_used_up' | 'deadline' | 'none_ready_in_time';

export type NextStep =
  | { readonly action: 'try'; readonly candidate: number; readonly delayMs: number }
  | { readonly action: 'stop'; readonly reason: StopReason; readonly readyInMs?: number };

/** Waits without a Retry-After: 250 ms, 500 ms, ... up to 4 s, of which up to a half is taken off at random. */
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 4_000;

/** An attempt with less time than this for its answer is not worth its price. */
const SHORTEST_ATTEMPT_MS = 50;

/**
 * Decides what a request does next. A candidate that is told what was wrong with its answer comes first. Then one that is
 * free and untried, in the order of the route, at once.
 * Otherwise the one that is ready soonest is waited for, if its failure may pass and the wait fits into the deadline.
 */
export function nextStep(situation: FailoverSituation): NextStep {
  const { failure, candidates, timeLeftMs } = situation;
  if (failure && !ERROR_RULES[failure.kind].failOver) return { action: 'stop', reason: 'not_worth_retrying' };
  if (situation.attemptsMade >= situation.attemptsAllowed)
    return { action: 'stop', reason: 'attempts_used_up' };
  if (timeLeftMs < SHORTEST_ATTEMPT_MS) return { action: 'stop', reason: 'deadline' };

  const told = candidates.findIndex(
    (each) => each.failure?.repair && each.failure === failure && each.coolingMs === 0,
  );
  if (told >= 0) return { action: 'try', candidate: told, delayMs: 0 };

  const free = candidates.findIndex(({ attempts, coolingMs }) => attempts === 0 && coolingMs === 0);
  if (free >= 0) return { action: 'try', candidate: free, delayMs: 0 };

  let best: { readonly candidate: number; readonly delayMs: number } | undefined;
  for (const [index, candidate] of candidates.entries()) {
    const delayMs = waitFor(candidate, situation.jitter);
    if (delayMs !== undefined && (!best || delayMs < best.delayMs)) best = { candidate: index, delayMs };
  }
  if (!best) return { action: 'stop', reason: 'not_worth_retrying' };
  if (best.delayMs + SHORTEST_ATTEMPT_MS > timeLeftMs) {
    return { action: 'stop', reason: 'none_ready_in_time', readyInMs: best.delayMs };
  }
  return { action: 'try', ...best };
}

/** How long until this candidate is worth another attempt; `undefined` when it is not in this request. */
function waitFor(candidate: CandidateState, jitter: number): number | undefined {
  const { attempts, failure, failedAgoMs, coolingMs } = candidate;
  if (!failure) return coolingMs;
  if (!ERROR_RULES[failure.kind].retrySame || failure.shouldRetry === false) return undefined;
  // A Retry-After of 0 says nothing: without a wait the retries would be a burst.
  const waitMs = failure.retryAfterMs || backoffMs(attempts, jitter);
  return Math.max(coolingMs, waitMs - failedAgoMs, 0);
}

function backoffMs(attempts: number, jitter: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  return Math.round(full * (1 - jitter / 2));
}
