import type { Attempt } from './attempt.js';
import { FailoverRun, type Answered, type FailoverParts, type FailoverRequest } from './failover-run.js';

/** Carries out what `failover.policy` decides: the only retry loop between a caller and a provider. */
export class FailoverExecutor {
  constructor(private readonly parts: FailoverParts) {}

  /**
   * Tries candidates until one answers.
   * @throws AllProvidersFailedError, RequestRejectedError, or the caller's own abort reason.
   */
  async run<Result>(
    request: FailoverRequest,
    call: (attempt: Attempt) => Promise<Result>,
  ): Promise<Answered<Result>> {
    return new FailoverRun(this.parts, request, call).answer();
  }
}
