import type { RoutingAttempt } from '@hydrogenai/common/models';
import type { Attempt } from './attempt.js';
import { roundMs } from './round-ms.js';

/** An attempt as the trail shows it, when it ends. */
export function attemptEntry(
  { candidate, startedMs }: Attempt,
  nowMs: number,
  rest: Pick<RoutingAttempt, 'outcome' | 'kind' | 'httpStatus'>,
): RoutingAttempt {
  return {
    provider: candidate.provider,
    model: candidate.model,
    ms: roundMs(nowMs - startedMs),
    ...rest,
  };
}
