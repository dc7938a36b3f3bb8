import type { Clock } from '@hydrogenai/common';
import type { RoutingAttempt, RoutingTrail } from '@hydrogenai/common/models';
import type { Candidate } from '../candidates/candidate.js';
import type { Route } from '../candidates/route.policy.js';
import type { ProviderFailure } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import type { CandidateHealth } from '../health/candidate-health.js';
import type { Attempt } from './attempt.js';
import type { AttemptBook } from './attempt-book.js';
import { attemptEntry } from './attempt-entry.js';
import { ProviderFailedError } from './provider-failed.error.js';
import { describeRoute } from './route-reason.js';
import type { TriedCandidate } from './tried-candidate.js';

/** One attempt under way, and what the request knows of its candidate. */
export interface Started<Who extends Candidate = Candidate> {
  readonly target: TriedCandidate<Who>;
  readonly attempt: Attempt<Who>;
}

export interface TrailRequest {
  /** Logical name. */
  readonly model: string;
  readonly route: Route;
  readonly tried: readonly TriedCandidate[];
  readonly chosen?: Candidate;
}

export interface RunRecordParts {
  readonly clock: Clock;
  readonly health: Pick<CandidateHealth, 'stateOf'>;
  readonly book: AttemptBook;
}

/** What has become of the attempts of one request. */
export class RunRecord {
  /** In the order in which they ended. */
  readonly attempts: RoutingAttempt[] = [];
  /** The latest; of two that ran together, the one that rules out any further attempt. */
  failure: ProviderFailure | undefined;
  /** They belong to the attempt that they repair, and use up none of those that are allowed. */
  private repairs = 0;

  constructor(private readonly parts: RunRecordParts) {}

  /** Those that have ended and count. */
  get attemptsMade(): number {
    return this.attempts.length - this.repairs;
  }

  /** Its end is written down by whoever has the answer. */
  won({ attempt }: Started): void {
    attempt.pass.answering?.();
    this.attempts.push(this.entry(attempt, { outcome: 'answered' }));
  }

  lost({ target, attempt }: Started, error: unknown): void {
    const failed = error instanceof ProviderFailedError ? error : undefined;
    const failure = failed?.failure ?? attempt.scope.failureOf(error);
    attempt.scope.abandon();
    target.failure = failure;
    target.failedAtMs = this.parts.clock.monotonicMs();
    if (!this.failure || ERROR_RULES[this.failure.kind].failOver) this.failure = failure;
    const { kind, httpStatus } = failure;
    const status = httpStatus === undefined ? {} : { httpStatus };
    const entry = this.entry(attempt, { outcome: 'failed', kind, ...status });
    this.attempts.push(entry);
    if (failure.repair) this.repairs += 1;
    this.parts.book.close(attempt, { entry, failure, ...(failed?.usage ? { usage: failed.usage } : {}) });
  }

  /**
   * Nobody's fault: for everybody who counts, it is an attempt that the caller has ended.
   * @returns how long it had run, in ms.
   */
  outrun({ attempt }: Started): number {
    attempt.scope.abandon();
    const entry = this.entry(attempt, { outcome: 'outrun' });
    this.attempts.push(entry);
    this.parts.book.close(attempt, { entry, failure: { kind: 'aborted' } });
    return entry.ms;
  }

  trail({ model, route, tried, chosen }: TrailRequest): RoutingTrail {
    const reason = describeRoute(route, this.attempts, chosen, {
      stateOf: (candidate) => this.parts.health.stateOf(candidate),
      refusedBy: (candidate) => tried.find((one) => one.candidate === candidate)?.refusedBy,
    });
    return { model, reason, attempts: this.attempts, ...(chosen ? { chosen: chosen.id } : {}) };
  }

  private entry(
    attempt: Attempt,
    rest: Pick<RoutingAttempt, 'outcome' | 'kind' | 'httpStatus'>,
  ): RoutingAttempt {
    return attemptEntry(attempt, this.parts.clock.monotonicMs(), rest);
  }
}
