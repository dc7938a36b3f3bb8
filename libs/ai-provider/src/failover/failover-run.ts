import { sleep, type Clock, type HydrogenError } from '@hydrogenai/common';
import type { RoutingAttempt, RoutingTrail } from '@hydrogenai/common/models';
import type { ProviderFailure } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import type { CallLimits, Candidate } from '../candidates/candidate.js';
import type { Route } from '../candidates/route.policy.js';
import type { CandidateHealth } from '../health/candidate-health.js';
import type { Hedging } from '../hedging/hedging.js';
import { race, type Runner } from '../hedging/race.js';
import type { Attempt } from './attempt.js';
import type { AttemptBook } from './attempt-book.js';
import { attemptEntry } from './attempt-entry.js';
import { attemptBudget } from './attempt-budget.policy.js';
import type { CallProfile } from './attempt-end.js';
import { isOfHealth, type AttemptGate, type AttemptPass, type GateAnswer } from './attempt-gate.js';
import { AttemptScope } from './attempt-scope.js';
import { exhaustedError } from './exhausted-error.js';
import { nextStep, type NextStep } from './failover.policy.js';
import { ProviderFailedError } from './provider-failed.error.js';
import { describeRoute } from './route-reason.js';
import { modelsWaiting, tried, type TriedCandidate } from './tried-candidate.js';

export interface FailoverRequest<Who extends Candidate = Candidate> {
  /** Logical name, for the trail. */
  readonly model: string;
  readonly route: Route<Who>;
  readonly limits: CallLimits;
  readonly profile: CallProfile;
  /** What is waited for: the first content of a stream, or a whole answer. */
  readonly expects: 'stream' | 'answer';
  /** `undefined`: a slow attempt gets no company. */
  readonly hedging: Hedging | undefined;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
}

export interface Answered<Result, Who extends Candidate = Candidate> {
  readonly result: Result;
  readonly attempt: Attempt<Who>;
  readonly routing: RoutingTrail;
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

interface Started<Who extends Candidate> {
  readonly target: TriedCandidate<Who>;
  readonly attempt: Attempt<Who>;
}

interface Running<Result, Who extends Candidate> extends Runner<Result> {
  readonly started: Started<Who>;
}

/** One request on its way through its candidates. */
export class FailoverRun<Result, Who extends Candidate> {
  private readonly clock: Clock;
  private readonly deadlineMs: number;
  private readonly tried: readonly TriedCandidate<Who>[];
  private readonly attempts: RoutingAttempt[] = [];
  /** They belong to the attempt that they repair, and use up none of those that are allowed. */
  private repairs = 0;
  private failure: ProviderFailure | undefined;
  /** Of the gate that turned this request away last. */
  private refusal: HydrogenError | undefined;

  constructor(
    private readonly parts: FailoverParts,
    private readonly request: FailoverRequest<Who>,
    private readonly call: (attempt: Attempt<Who>) => Promise<Result>,
  ) {
    this.clock = parts.clock;
    this.deadlineMs = this.clock.monotonicMs() + request.limits.deadlineMs;
    this.tried = request.route.candidates.map((candidate) => tried(candidate));
  }

  async answer(): Promise<Answered<Result, Who>> {
    const { signal, hedging } = this.request;
    hedging?.budget.earn();
    for (;;) {
      signal?.throwIfAborted();
      const step = this.decide();
      if (step.action === 'stop') throw this.exhausted(step);
      const target = this.tried[step.candidate];
      if (!target) throw new RangeError('failover.policy chose a candidate that is not in the route');
      const pass = await this.enter(target, step.delayMs);
      if (!pass) continue;
      const started = this.start(target, pass);
      const afterMs = hedging?.delayFor(target.candidate, this.request.expects);
      const answered =
        hedging && afterMs !== undefined
          ? await this.raced(started, hedging, afterMs)
          : await this.alone(started);
      if (answered) return answered;
    }
  }

  private async alone(started: Started<Who>): Promise<Answered<Result, Who> | undefined> {
    try {
      return this.won(started, await this.call(started.attempt));
    } catch (error) {
      this.lost(started, error);
      return undefined;
    }
  }

  private async raced(
    first: Started<Who>,
    hedging: Hedging,
    afterMs: number,
  ): Promise<Answered<Result, Who> | undefined> {
    let second: Running<Result, Who> | undefined;
    const end = await race(this.runner(first), {
      clock: this.clock,
      afterMs,
      second: async (wanted) => (second = await this.company(first, hedging, wanted)),
    });
    const winner = end && (end.winner === second ? second.started : first);
    if (second) {
      hedging.tell({
        model: this.request.model,
        first: first.attempt.candidate.id,
        second: second.started.attempt.candidate.id,
        afterMs,
        wonBy: winner === undefined ? 'nobody' : winner === first ? 'first' : 'second',
      });
    }
    return end && winner && this.won(winner, end.result);
  }

  private runner(started: Started<Who>): Running<Result, Who> {
    return {
      started,
      result: this.call(started.attempt),
      failed: (error) => this.lost(started, error),
      outrun: () => this.outrun(started),
    };
  }

  /** Starts another model beside a slow one, if one is free at once and the budget allows it. */
  private async company(
    { target: slow }: Started<Who>,
    { budget }: Hedging,
    wanted: () => boolean,
  ): Promise<Running<Result, Who> | undefined> {
    const underWay = 1;
    const allowed = this.attemptsMade + underWay < this.request.limits.attempts;
    const other = this.tried.find(
      (one) =>
        one.attempts === 0 &&
        one.candidate.id !== slow.candidate.id &&
        one.turnedAwayUntilMs === -Infinity &&
        this.parts.health.blockedMs(one.candidate) === 0,
    );
    if (!other || !allowed || !budget.hasRoom) return undefined;
    const answer = await this.ask(other, 0);
    if (answer.kind === 'refused') return undefined;
    if (wanted() && budget.spend()) return this.runner(this.start(other, answer.pass));
    answer.pass.cancel();
    return undefined;
  }

  private won({ target, attempt }: Started<Who>, result: Result): Answered<Result, Who> {
    attempt.pass.answering?.();
    this.attempts.push(this.entry(attempt, { outcome: 'answered' }));
    return { result, attempt, routing: this.trail(target.candidate) };
  }

  private lost({ target, attempt }: Started<Who>, error: unknown): void {
    const failed = error instanceof ProviderFailedError ? error : undefined;
    const failure = failed?.failure ?? attempt.scope.failureOf(error);
    attempt.scope.abandon();
    target.failure = failure;
    target.failedAtMs = this.clock.monotonicMs();
    // Of two that ran together, the one that rules out any further attempt is remembered.
    if (!this.failure || ERROR_RULES[this.failure.kind].failOver) this.failure = failure;
    const { kind, httpStatus } = failure;
    const status = httpStatus === undefined ? {} : { httpStatus };
    const entry = this.entry(attempt, { outcome: 'failed', kind, ...status });
    this.attempts.push(entry);
    if (failure.repair) this.repairs += 1;
    this.parts.book.close(attempt, { entry, failure, ...(failed?.usage ? { usage: failed.usage } : {}) });
  }

  private get attemptsMade(): number {
    return this.attempts.length - this.repairs;
  }

  /** Nobody's fault: for everybody who counts, it is an attempt that the caller has ended. */
  private outrun({ attempt }: Started<Who>): void {
    attempt.scope.abandon();
    const entry = this.entry(attempt, { outcome: 'outrun' });
    this.attempts.push(entry);
    this.parts.book.close(attempt, { entry, failure: { kind: 'aborted' } });
  }

  /**
   * Waits as the policy says, and asks at the gate. A gate that has turned this request away is waited at, in its fair
   * order, and not in front of it.
   */
  private async enter(target: TriedCandidate<Who>, delayMs: number): Promise<AttemptPass | undefined> {
    const turnedAway = target.turnedAwayUntilMs > -Infinity;
    if (delayMs > 0 && !turnedAway) await sleep(this.clock, delayMs, this.request.signal);
    const asked = this.ask(target, turnedAway ? this.parts.maxWaitMs : 0);
    const answer = asked instanceof Promise ? await asked : asked;
    switch (answer.kind) {
      case 'entered':
        target.turnedAwayUntilMs = -Infinity;
        return answer.pass;
      case 'refused': {
        const { retryInMs, error, ends = false, why } = answer;
        if (ends && error) throw error;
        if (why === 'closing') throw this.exhausted({ action: 'stop', reason: why });
        // What health has turned away it also blocks, and the next decision knows of it.
        if (isOfHealth(why) && this.parts.health.blockedMs(target.candidate) > 0) return undefined;
        this.refusal = error ?? this.refusal;
        target.refusedBy = why;
        target.hasRoomAtMs = retryInMs === undefined ? undefined : this.clock.monotonicMs() + retryInMs;
        // Whoever has waited already does not wait again.
        target.turnedAwayUntilMs = turnedAway ? Infinity : (target.hasRoomAtMs ?? Infinity);
        return undefined;
      }
      default:
        return answer satisfies never;
    }
  }

  private ask({ candidate }: TriedCandidate, waitAtMostMs: number): GateAnswer | Promise<GateAnswer> {
    const { profile, signal } = this.request;
    const timeLeftMs = this.deadlineMs - this.clock.monotonicMs();
    const wait = Math.max(0, Math.min(waitAtMostMs, timeLeftMs));
    return this.parts.gate.enter({ candidate, profile, timeLeftMs, waitAtMostMs: wait, signal });
  }

  private decide(): NextStep {
    const now = this.clock.monotonicMs();
    return nextStep({
      candidates: this.tried.map(({ candidate, attempts, failure, failedAtMs, turnedAwayUntilMs }) => ({
        id: candidate.id,
        attempts,
        failure,
        failedAgoMs: now - failedAtMs,
        coolingMs: Math.max(this.parts.health.blockedMs(candidate), turnedAwayUntilMs - now, 0),
      })),
      failure: this.failure,
      attemptsMade: this.attemptsMade,
      attemptsAllowed: this.request.limits.attempts,
      timeLeftMs: this.deadlineMs - now,
      jitter: this.parts.random(),
    });
  }

  private start(target: TriedCandidate<Who>, pass: AttemptPass): Started<Who> {
    target.attempts += 1;
    const { candidate } = target;
    const { limits, profile, signal } = this.request;
    const startedMs = this.clock.monotonicMs();
    const timeLeftMs = this.deadlineMs - startedMs;
    const waiting = modelsWaiting(
      this.tried,
      candidate.id,
      (other) => this.parts.health.blockedMs(other) < timeLeftMs,
    );
    const others = Math.max(0, Math.min(waiting, limits.attempts - this.attemptsMade - 1));
    const budget = attemptBudget(limits, timeLeftMs, others);
    const scope = new AttemptScope(this.clock, signal);
    const index = this.attempts.length;
    return { target, attempt: { candidate, profile, pass, startedMs, index, budget, scope } };
  }

  private entry(attempt: Attempt, rest: Parameters<typeof attemptEntry>[2]): RoutingAttempt {
    return attemptEntry(attempt, this.clock.monotonicMs(), rest);
  }

  private trail(chosen?: Candidate): RoutingTrail {
    const { model, route } = this.request;
    const reason = describeRoute(route, this.attempts, chosen, {
      stateOf: (candidate) => this.parts.health.stateOf(candidate),
      refusedBy: (candidate) => this.tried.find((one) => one.candidate === candidate)?.refusedBy,
    });
    return { model, reason, attempts: this.attempts, ...(chosen ? { chosen: chosen.id } : {}) };
  }

  private exhausted(step: Extract<NextStep, { action: 'stop' }>): Error {
    const { failure, refusal, tried } = this;
    const nowMs = this.clock.monotonicMs();
    return exhaustedError({ step, failure, refusal, tried, routing: this.trail(), nowMs });
  }
}
