import type { Candidate } from '../candidates/candidate.js';
import type { Attempt } from './attempt.js';
import { FailoverRun, type Answered, type FailoverParts, type FailoverRequest } from './failover-run.js';

/** Carries out what `failover.policy` decides: the only retry loop between a caller and a provider. */
export class FailoverExecutor {
  constructor(private readonly parts: FailoverParts) {}

  /**
   * Tries candidates until one answers.
   * @param discard lets go of what a result holds that came too late beside another one. Default: it holds nothing.
   * @throws AllProvidersFailedError, RequestRejectedError, what a gate fails a request with, or the caller's own abort
   * reason.
   */
  async run<Result, Who extends Candidate>(
    request: FailoverRequest<Who>,
    call: (attempt: Attempt<Who>) => Promise<Result>,
    discard: (result: Result) => void = holdsNothing,
  ): Promise<Answered<Result, Who>> {
    return new FailoverRun(this.parts, request, call, discard).answer();
  }
}

const holdsNothing = (): void => undefined;
