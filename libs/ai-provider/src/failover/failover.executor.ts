import { markRetriedInside, sleep, type Clock } from '@hydrogenai/common';
import type { RoutingAttempt, RoutingTrail } from '@hydrogenai/common/models';
import { AllProvidersFailedError } from '../errors/all-providers-failed.error.js';
import type { ErrorKind, ProviderFailure } from '../errors/error-kind.js';
import {
  isRejectionKind,
  RequestRejectedError,
  type RejectionKind,
} from '../errors/request-rejected.error.js';
import type { CallLimits, Candidate } from '../candidates/candidate.js';
import type { Route } from '../candidates/route.policy.js';
import type { CandidateHealth } from '../health/candidate-health.js';
import type { LaneState } from '../health/lane-state.js';
import type { Attempt } from './attempt.js';
import type { AttemptBook } from './attempt-book.js';
import { attemptBudget } from './attempt-budget.policy.js';
import type { CallProfile } from './attempt-end.js';
import type { AttemptGate, AttemptPass, GateAnswer, GateRefusalReason } from './attempt-gate.js';
import { AttemptScope } from './attempt-scope.js';
import { nextStep, type CandidateState, type NextStep } from './failover.policy.js';
import { ProviderFailedError } from './provider-failed.error.js';
import { roundMs } from './round-ms.js';
import { describeRoute } from './route-reason.js';

export interface FailoverRequest {
  /** Logical name, for the trail. */
  readonly model: string;
  readonly route: Route;
  readonly limits: CallLimits;
  readonly profile: CallProfile;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
}

export interface Answered<Result> {
  readonly result: Result;
  readonly attempt: Attempt;
  readonly routing: RoutingTrail;
}

interface TriedCandidate {
  readonly candidate: Candidate;
  attempts: number;
  failure: ProviderFailure | undefined;
  failedAtMs: number;
  /** Monotonic ms until which its gate has turned this request away; -Infinity when it has not. */
  turnedAwayUntilMs: number;
}

export interface FailoverParts {
  readonly clock: Clock;
  /** Who is left alone, as far as this process knows. */
  readonly health: Pick<CandidateHealth, 'blockedMs' | 'stateOf'>;
  readonly gate: AttemptGate;
  /** How long a request waits at the gates of its candidates when all have turned it away, in ms. */
  readonly maxWaitMs: number;
  readonly book: AttemptBook;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Carries out what `failover.policy` decides: the only retry loop between a caller and a provider. */
export class FailoverExecutor {
  private readonly clock: Clock;

  constructor(private readonly parts: FailoverParts) {
    this.clock = parts.clock;
  }

  /**
   * Tries candidates until one answers.
   * @throws AllProvidersFailedError, RequestRejectedError, or the caller's own abort reason.
   */
  async run<Result>(
    request: FailoverRequest,
    call: (attempt: Attempt) => Promise<Result>,
  ): Promise<Answered<Result>> {
    const { signal, limits } = request;
    const deadlineMs = this.clock.monotonicMs() + limits.deadlineMs;
    const tried = request.route.candidates.map<TriedCandidate>((candidate) => ({
      candidate,
      attempts: 0,
      failure: undefined,
      failedAtMs: 0,
      turnedAwayUntilMs: -Infinity,
    }));
    const attempts: RoutingAttempt[] = [];
    let failure: ProviderFailure | undefined;

    for (;;) {
      signal?.throwIfAborted();
      const step = this.decide(request, tried, attempts.length, failure, deadlineMs);
      if (step.action === 'stop') throw this.exhausted(request, tried, attempts, step, failure);
      const target = tried[step.candidate];
      if (!target) throw new RangeError('failover.policy chose a candidate that is not in the route');
      const pass = await this.enter(request, target, step.delayMs, deadlineMs);
      if (!pass) continue;
      target.attempts += 1;
      const attempt = this.open(request, target.candidate, tried, attempts.length, deadlineMs, pass);
      try {
        const result = await call(attempt);
        pass.answering?.();
        const entry = this.entry(attempt, { outcome: 'answered' });
        attempts.push(entry);
        return { result, attempt, routing: this.trail(request, attempts, target.candidate) };
      } catch (error) {
        failure = error instanceof ProviderFailedError ? error.failure : attempt.scope.failureOf(error);
        attempt.scope.abandon();
        target.failure = failure;
        target.failedAtMs = this.clock.monotonicMs();
        const entry = this.entry(attempt, failedEntry(failure));
        attempts.push(entry);
        this.parts.book.close(attempt, { entry, failure });
        if (failure.kind === 'aborted') signal?.throwIfAborted();
      }
    }
  }

  /**
   * Waits as the policy says, and asks at the gate. A gate that has turned this request away is waited at, in its fair
   * order, and not in front of it.
   */
  private async enter(
    { profile, signal }: FailoverRequest,
    target: TriedCandidate,
    delayMs: number,
    deadlineMs: number,
  ): Promise<AttemptPass | undefined> {
    const turnedAway = target.turnedAwayUntilMs > -Infinity;
    if (delayMs > 0 && !turnedAway) await sleep(this.clock, delayMs, signal);
    const timeLeftMs = deadlineMs - this.clock.monotonicMs();
    const asked = this.parts.gate.enter({
      candidate: target.candidate,
      profile,
      waitAtMostMs: turnedAway ? Math.max(0, Math.min(this.parts.maxWaitMs, timeLeftMs)) : 0,
      signal,
    });
    const answer: GateAnswer = asked instanceof Promise ? await asked : asked;
    switch (answer.kind) {
      case 'entered':
        target.turnedAwayUntilMs = -Infinity;
        return answer.pass;
      case 'refused':
        // What health has turned away it also blocks, and the next decision knows of it.
        if (isOfHealth(answer.why) && this.parts.health.blockedMs(target.candidate) > 0) return undefined;
        // Whoever has waited already does not wait again.
        target.turnedAwayUntilMs =
          answer.retryInMs === undefined || turnedAway
            ? Infinity
            : this.clock.monotonicMs() + answer.retryInMs;
        return undefined;
      default:
        return answer satisfies never;
    }
  }

  private decide(
    request: FailoverRequest,
    tried: readonly TriedCandidate[],
    attemptsMade: number,
    failure: ProviderFailure | undefined,
    deadlineMs: number,
  ): NextStep {
    const now = this.clock.monotonicMs();
    const candidates = tried.map<CandidateState>((state) => ({
      id: state.candidate.id,
      attempts: state.attempts,
      failure: state.failure,
      failedAgoMs: now - state.failedAtMs,
      coolingMs: Math.max(this.parts.health.blockedMs(state.candidate), state.turnedAwayUntilMs - now, 0),
    }));
    return nextStep({
      candidates,
      failure,
      attemptsMade,
      attemptsAllowed: request.limits.attempts,
      timeLeftMs: deadlineMs - now,
      jitter: this.parts.random(),
    });
  }

  private open(
    request: FailoverRequest,
    candidate: Candidate,
    tried: readonly TriedCandidate[],
    attemptsMade: number,
    deadlineMs: number,
    pass: AttemptPass,
  ): Attempt {
    const startedMs = this.clock.monotonicMs();
    const timeLeftMs = deadlineMs - startedMs;
    // Time is kept only for those who can still have a turn; the keys of one model have one turn together.
    const waiting = new Set<string>();
    for (const other of tried) {
      const { id } = other.candidate;
      const free = other.attempts === 0 && this.parts.health.blockedMs(other.candidate) < timeLeftMs;
      if (free && id !== candidate.id) waiting.add(id);
    }
    const others = Math.max(0, Math.min(waiting.size, request.limits.attempts - attemptsMade - 1));
    return {
      candidate,
      profile: request.profile,
      pass,
      startedMs,
      budget: attemptBudget(request.limits, timeLeftMs, others),
      scope: new AttemptScope(this.clock, request.signal),
    };
  }

  private entry(
    { candidate, startedMs }: Attempt,
    rest: Pick<RoutingAttempt, 'outcome' | 'kind' | 'httpStatus'>,
  ): RoutingAttempt {
    return {
      provider: candidate.provider,
      model: candidate.model,
      ms: roundMs(this.clock.monotonicMs() - startedMs),
      ...rest,
    };
  }

  private trail(request: FailoverRequest, attempts: RoutingAttempt[], chosen?: Candidate): RoutingTrail {
    const stateOf = (candidate: Candidate): LaneState => this.parts.health.stateOf(candidate);
    const reason = describeRoute(request.route, attempts, chosen, stateOf);
    return { model: request.model, reason, attempts, ...(chosen ? { chosen: chosen.id } : {}) };
  }

  private exhausted(
    request: FailoverRequest,
    tried: readonly TriedCandidate[],
    attempts: RoutingAttempt[],
    step: Extract<NextStep, { action: 'stop' }>,
    failure: ProviderFailure | undefined,
  ): Error {
    const routing = this.trail(request, attempts);
    if (failure && isRejection(failure.kind, tried)) return new RequestRejectedError(failure.kind, routing);
    const error = new AllProvidersFailedError(step.reason, routing, step.readyInMs ?? failure?.retryAfterMs);
    markRetriedInside(error);
    return error;
  }
}

/** A request is too long only when every candidate says so; the other rejections speak for all. */
function isRejection(kind: ErrorKind, tried: readonly TriedCandidate[]): kind is RejectionKind {
  return (
    isRejectionKind(kind) &&
    (kind !== 'context_length' || tried.every((one) => tried.some(isTooLongFor(one.candidate))))
  );
}

function isOfHealth(why: GateRefusalReason): boolean {
  return why === 'probing' || why === 'left_alone';
}

/** What is too long for a model is too long for it with every key. */
function isTooLongFor({ id }: Candidate): (one: TriedCandidate) => boolean {
  return ({ candidate, failure }) => candidate.id === id && failure?.kind === 'context_length';
}

function failedEntry({
  kind,
  httpStatus,
}: ProviderFailure): Pick<RoutingAttempt, 'outcome' | 'kind' | 'httpStatus'> {
  return { outcome: 'failed', kind, ...(httpStatus === undefined ? {} : { httpStatus }) };
}
