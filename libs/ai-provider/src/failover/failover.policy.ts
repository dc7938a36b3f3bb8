import type { ProviderFailure } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';

/** One candidate as this request knows it. */
export interface CandidateState {
  /** `provider/model`: candidates of one name differ in their keys only. */
  readonly id: string;
  /** Attempts of this request at it. */
  readonly attempts: number;
  /** How the last of them failed. */
  readonly failure: ProviderFailure | undefined;
  /** How long ago that was, in ms: waits count from the failure, not from this decision. */
  readonly failedAgoMs: number;
  /** For how long it is to be left alone, in ms; 0 when it is free, Infinity when it is out of this request. */
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

/** `closing` is not decided here: it is what a gate says. */
export type StopReason =
  'not_worth_retrying' | 'attempts_used_up' | 'deadline' | 'none_ready_in_time' | 'closing';

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
 *
 * Candidates that differ in their keys only share what the provider does wrong: after a failure that is not the key's, the
 * other keys stand behind all other candidates, and wait as the failed one does. After one that is the key's, the next key
 * comes at once.
 */
export function nextStep(situation: FailoverSituation): NextStep {
  const { failure, candidates, timeLeftMs } = situation;
  if (failure && !ERROR_RULES[failure.kind].failOver) return { action: 'stop', reason: 'not_worth_retrying' };
  if (situation.attemptsMade - deadKeys(situation) >= situation.attemptsAllowed)
    return { action: 'stop', reason: 'attempts_used_up' };
  if (timeLeftMs < SHORTEST_ATTEMPT_MS) return { action: 'stop', reason: 'deadline' };

  const told = candidates.findIndex(
    (each) => each.failure?.repair && each.failure === failure && each.coolingMs === 0,
  );
  if (told >= 0) return { action: 'try', candidate: told, delayMs: 0 };

  const free = candidates.findIndex(
    ({ id, attempts, coolingMs }) =>
      attempts === 0 && coolingMs === 0 && (!failure || troublesOf(id, candidates).length === 0),
  );
  if (free >= 0) return { action: 'try', candidate: free, delayMs: 0 };

  let best: { readonly candidate: number; readonly delayMs: number; readonly attempts: number } | undefined;
  for (const [index, candidate] of candidates.entries()) {
    const delayMs = waitFor(candidate, candidates, situation.jitter);
    if (delayMs === undefined) continue;
    const { attempts } = candidate;
    const sooner = !best || delayMs < best.delayMs || (delayMs === best.delayMs && attempts < best.attempts);
    if (sooner) best = { candidate: index, delayMs, attempts };
  }
  if (!best) {
    const leftOut = candidates.some((one) => one.failure === undefined && one.coolingMs === Infinity);
    return { action: 'stop', reason: leftOut ? 'none_ready_in_time' : 'not_worth_retrying' };
  }
  const { candidate, delayMs } = best;
  if (delayMs + SHORTEST_ATTEMPT_MS > timeLeftMs) {
    return { action: 'stop', reason: 'none_ready_in_time', readyInMs: delayMs };
  }
  return { action: 'try', candidate, delayMs };
}

/** Attempts that only told that a key is dead, while there is another: they do not use up the attempts allowed. */
function deadKeys({ candidates, failure }: FailoverSituation): number {
  if (!failure) return 0;
  let dead = 0;
  for (const one of candidates) {
    if (!one.failure) continue;
    const { fault, retrySame } = ERROR_RULES[one.failure.kind];
    const others = candidates.some((other) => other !== one && other.id === one.id);
    if (fault === 'key' && !retrySame && others) dead += one.attempts;
  }
  return dead;
}

type Trouble = CandidateState & { readonly failure: ProviderFailure };

/** Failures that another key of the same model would meet as well. */
function troublesOf(id: string, candidates: readonly CandidateState[]): readonly Trouble[] {
  return candidates.filter(
    (one): one is Trouble =>
      one.id === id && one.failure !== undefined && ERROR_RULES[one.failure.kind].fault !== 'key',
  );
}

/** How long until this candidate is worth another attempt; `undefined` when it is not in this request. */
function waitFor(
  candidate: CandidateState,
  candidates: readonly CandidateState[],
  jitter: number,
): number | undefined {
  const { id, failure, coolingMs } = candidate;
  if (coolingMs === Infinity) return undefined;
  const troubles = troublesOf(id, candidates);
  const causes = failure && ERROR_RULES[failure.kind].fault === 'key' ? [...troubles, candidate] : troubles;
  let waitMs = coolingMs;
  const attempts = Math.max(
    candidate.attempts,
    troubles.reduce((sum, one) => sum + one.attempts, 0),
  );
  for (const cause of causes) {
    if (!cause.failure) continue;
    if (!ERROR_RULES[cause.failure.kind].retrySame || cause.failure.shouldRetry === false) return undefined;
    // A Retry-After of 0 says nothing: without a wait the retries would be a burst.
    const asked = cause.failure.retryAfterMs || backoffMs(attempts, jitter);
    waitMs = Math.max(waitMs, asked - cause.failedAgoMs);
  }
  return waitMs;
}

function backoffMs(attempts: number, jitter: number): number {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  return Math.round(full * (1 - jitter / 2));
}
