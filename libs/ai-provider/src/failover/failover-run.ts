import { sleep, type Clock, type HydrogenError } from '@hydrogenai/common';
import type { RoutingTrail } from '@hydrogenai/common/models';
import type { CallLimits, Candidate } from '../candidates/candidate.js';
import type { Route } from '../candidates/route.policy.js';
import type { CandidateHealth } from '../health/candidate-health.js';
import { companyFor } from '../hedging/company.policy.js';
import type { Hedging } from '../hedging/hedging.js';
import { race, type Join, type Runner } from '../hedging/race.js';
import type { Attempt } from './attempt.js';
import type { AttemptBook } from './attempt-book.js';
import { attemptBudget } from './attempt-budget.policy.js';
import type { CallProfile } from './attempt-end.js';
import { isOfHealth, type AttemptGate, type AttemptPass, type GateAnswer } from './attempt-gate.js';
import { AttemptScope } from './attempt-scope.js';
import { exhaustedError, type GivenUp } from './exhausted-error.js';
import { nextStep, type NextStep } from './failover.policy.js';
import { RunRecord, type Started } from './run-record.js';
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

interface Running<Result, Who extends Candidate> extends Runner<Result> {
  readonly started: Started<Who>;
}

/** One request on its way through its candidates. */
export class FailoverRun<Result, Who extends Candidate> {
  private readonly clock: Clock;
  private readonly deadlineMs: number;
  private readonly tried: readonly TriedCandidate<Who>[];
  private readonly record: RunRecord;
  /** Of the gate that turned this request away last. */
  private refusal: HydrogenError | undefined;

  constructor(
    private readonly parts: FailoverParts,
    private readonly request: FailoverRequest<Who>,
    private readonly call: (attempt: Attempt<Who>) => Promise<Result>,
    private readonly discard: (result: Result) => void,
  ) {
    this.clock = parts.clock;
    this.record = new RunRecord(parts);
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
      const started = this.start(target, pass, 0);
      const afterMs = hedging?.delayFor(target.candidate, this.request.expects);
      if (hedging && afterMs !== undefined) {
        const answered = await this.raced(started, hedging, afterMs);
        if (answered) return answered;
        continue;
      }
      let result: Result;
      try {
        result = await this.call(started.attempt);
      } catch (error) {
        this.record.lost(started, error);
        continue;
      }
      return this.won(started, result);
    }
  }

  private async raced(
    first: Started<Who>,
    hedging: Hedging,
    afterMs: number,
  ): Promise<Answered<Result, Who> | undefined> {
    let second: Running<Result, Who> | undefined;
    const end = await race<Result, Running<Result, Who>>(this.runner(first, hedging), {
      clock: this.clock,
      afterMs,
      second: (join) => this.company(hedging, (start) => join(() => (second = start()))),
    });
    if (second) {
      hedging.tell({
        model: this.request.model,
        first: first.attempt.candidate.id,
        second: second.started.attempt.candidate.id,
        afterMs,
        wonBy: !end ? 'nobody' : end.winner === second ? 'second' : 'first',
      });
    }
    return end && this.won(end.winner.started, end.result);
  }

  private runner(started: Started<Who>, hedging: Hedging): Running<Result, Who> {
    return {
      started,
      result: this.call(started.attempt),
      failed: (error) => this.record.lost(started, error),
      outrun: () =>
        hedging.outrun(started.attempt.candidate, this.request.expects, this.record.outrun(started)),
      discard: this.discard,
    };
  }

  /** Starts another model beside a slow one, if one is free at once and the attempts and the budget allow it. */
  private async company(hedging: Hedging, join: Join<Running<Result, Who>>): Promise<void> {
    const { budget } = hedging;
    const allowed = this.record.attemptsMade + SLOW_ONE < this.request.limits.attempts;
    const other = companyFor(this.tried, (candidate) => this.parts.health.blockedMs(candidate));
    if (!other || !allowed || !budget.hasRoom) return;
    const answer = await this.askInVain(other);
    if (answer?.kind !== 'entered') return;
    // Nothing comes between the question whether there is room and the payment.
    const joined =
      budget.hasRoom && join(() => this.runner(this.start(other, answer.pass, SLOW_ONE), hedging));
    if (joined) budget.spend();
    else answer.pass.cancel();
  }

  /** Asks at the gate without need. When the caller leaves meanwhile, the slow attempt ends by itself and tells of it. */
  private async askInVain(other: TriedCandidate): Promise<GateAnswer | undefined> {
    try {
      return await this.ask(other, 0);
    } catch (error) {
      if (this.request.signal?.aborted) return undefined;
      throw error;
    }
  }

  private won(started: Started<Who>, result: Result): Answered<Result, Who> {
    const { attempt } = started;
    this.record.won(started);
    return { result, attempt, routing: this.trail(attempt.candidate) };
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
        if (why === 'closing') throw this.exhausted({ reason: why });
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
      failure: this.record.failure,
      attemptsMade: this.record.attemptsMade,
      attemptsAllowed: this.request.limits.attempts,
      timeLeftMs: this.deadlineMs - now,
      jitter: this.parts.random(),
    });
  }

  /** @param beside attempts of this request that are under way. */
  private start(target: TriedCandidate<Who>, pass: AttemptPass, beside: number): Started<Who> {
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
    const left = limits.attempts - this.record.attemptsMade - beside - 1;
    const others = Math.max(0, Math.min(waiting, left));
    const budget = attemptBudget(limits, timeLeftMs, others);
    const scope = new AttemptScope(this.clock, signal);
    const index = this.record.attempts.length;
    return { target, attempt: { candidate, profile, pass, startedMs, index, budget, scope } };
  }

  private trail(chosen?: Candidate): RoutingTrail {
    const { model, route } = this.request;
    return this.record.trail({ model, route, tried: this.tried, ...(chosen ? { chosen } : {}) });
  }

  private exhausted(step: GivenUp): Error {
    const { refusal, tried } = this;
    const { failure } = this.record;
    const nowMs = this.clock.monotonicMs();
    return exhaustedError({ step, failure, refusal, tried, routing: this.trail(), nowMs });
  }
}

/** The attempt that gets company. */
const SLOW_ONE = 1;
