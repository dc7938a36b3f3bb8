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
import type { CoolingStore } from '../candidates/cooling.store.js';
import type { Route } from '../candidates/route.policy.js';
import type { Attempt } from './attempt.js';
import type { AttemptBook } from './attempt-book.js';
import { attemptBudget } from './attempt-budget.policy.js';
import type { CallProfile } from './attempt-end.js';
import type { AttemptGate, AttemptPass, GateAnswer } from './attempt-gate.js';
import { AttemptScope } from './attempt-scope.js';
import { nextStep, type CandidateState, type NextStep } from './failover.policy.js';
import { ProviderFailedError } from './provider-failed.error.js';
import { roundMs } from './round-ms.js';
import { describeRoute } from './route-reason.js';

export interface FailoverRequest<Who extends Candidate = Candidate> {
  /** Logical name, for the trail. */
  readonly model: string;
  readonly route: Route<Who>;
  readonly limits: CallLimits;
  readonly profile: CallProfile;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
}

export interface Answered<Result, Who extends Candidate = Candidate> {
  readonly result: Result;
  readonly attempt: Attempt<Who>;
  readonly routing: RoutingTrail;
}

interface TriedCandidate<Who extends Candidate = Candidate> {
  readonly candidate: Who;
  attempts: number;
  failure: ProviderFailure | undefined;
  failedAtMs: number;
  /** Monotonic ms until which its gate has turned this request away; -Infinity when it has not. */
  turnedAwayUntilMs: number;
}

export interface FailoverParts {
  readonly clock: Clock;
  readonly cooling: CoolingStore;
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
  private readonly cooling: CoolingStore;

  constructor(private readonly parts: FailoverParts) {
    this.clock = parts.clock;
    this.cooling = parts.cooling;
  }

  /**
   * Tries candidates until one answers.
   * @throws AllProvidersFailedError, RequestRejectedError, or the caller's own abort reason.
   */
  async run<Result, Who extends Candidate>(
    request: FailoverRequest<Who>,
    call: (attempt: Attempt<Who>) => Promise<Result>,
  ): Promise<Answered<Result, Who>> {
    const { signal, limits } = request;
    const deadlineMs = this.clock.monotonicMs() + limits.deadlineMs;
    const tried = request.route.candidates.map<TriedCandidate<Who>>((candidate) => ({
      candidate,
      attempts: 0,
      failure: undefined,
      failedAtMs: 0,
      turnedAwayUntilMs: -Infinity,
    }));
    const attempts: RoutingAttempt[] = [];
    let failure: ProviderFailure | undefined;
    /** They belong to the attempt that they repair, and use up none of those that are allowed. */
    let repairs = 0;

    for (;;) {
      signal?.throwIfAborted();
      const made = attempts.length - repairs;
      const step = this.decide(request, tried, made, failure, deadlineMs);
      if (step.action === 'stop') throw this.exhausted(request, tried, attempts, step, failure);
      const target = tried[step.candidate];
      if (!target) throw new RangeError('failover.policy chose a candidate that is not in the route');
      const pass = await this.enter(request, target, step.delayMs, deadlineMs);
      if (!pass) continue;
      target.attempts += 1;
      const attempt = this.open(request, target.candidate, tried, made, deadlineMs, pass);
      try {
        const result = await call(attempt);
        const entry = this.entry(attempt, { outcome: 'answered' });
        attempts.push(entry);
        return { result, attempt, routing: this.trail(request, attempts, target.candidate) };
      } catch (error) {
        const failed = error instanceof ProviderFailedError ? error : undefined;
        failure = failed?.failure ?? attempt.scope.failureOf(error);
        attempt.scope.abandon();
        target.failure = failure;
        target.failedAtMs = this.clock.monotonicMs();
        const entry = this.entry(attempt, failedEntry(failure));
        attempts.push(entry);
        this.parts.book.close(attempt, { entry, failure, ...(failed?.usage ? { usage: failed.usage } : {}) });
        if (failure.repair) repairs += 1;
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
      attempts: state.attempts,
      failure: state.failure,
      failedAgoMs: now - state.failedAtMs,
      coolingMs: Math.max(this.cooling.remainingMs(state.candidate), state.turnedAwayUntilMs - now, 0),
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

  private open<Who extends Candidate>(
    request: FailoverRequest,
    candidate: Who,
    tried: readonly TriedCandidate[],
    attemptsMade: number,
    deadlineMs: number,
    pass: AttemptPass,
  ): Attempt<Who> {
    const startedMs = this.clock.monotonicMs();
    const timeLeftMs = deadlineMs - startedMs;
    // Time is kept only for those who can still have a turn.
    const waiting = tried.filter(
      (other) => other.attempts === 0 && this.cooling.remainingMs(other.candidate) < timeLeftMs,
    ).length;
    const others = Math.max(0, Math.min(waiting, request.limits.attempts - attemptsMade - 1));
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
    const reason = describeRoute(request.route, attempts, chosen);
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
    (kind !== 'context_length' || tried.every(({ failure }) => failure?.kind === kind))
  );
}

function failedEntry({
  kind,
  httpStatus,
}: ProviderFailure): Pick<RoutingAttempt, 'outcome' | 'kind' | 'httpStatus'> {
  return { outcome: 'failed', kind, ...(httpStatus === undefined ? {} : { httpStatus }) };
}
