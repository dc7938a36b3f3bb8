import { markRetriedInside, type HydrogenError } from '@hydrogenai/common';
import type { RoutingTrail } from '@hydrogenai/common/models';
import { AllProvidersFailedError } from '../errors/all-providers-failed.error.js';
import type { ProviderFailure } from '../errors/error-kind.js';
import { RequestRejectedError } from '../errors/request-rejected.error.js';
import type { NextStep } from './failover.policy.js';
import { rejectionOf, type TriedCandidate } from './tried-candidate.js';

export interface ExhaustedRequest {
  readonly step: Extract<NextStep, { action: 'stop' }>;
  /** The last one, or the one that rules out any further attempt. */
  readonly failure: ProviderFailure | undefined;
  /** Of the gate that turned the request away last. */
  readonly refusal: HydrogenError | undefined;
  readonly tried: readonly TriedCandidate[];
  readonly routing: RoutingTrail;
  readonly nowMs: number;
}

/** What a request fails with that nobody has answered. */
export function exhaustedError({
  step,
  failure,
  refusal,
  tried,
  routing,
  nowMs,
}: ExhaustedRequest): HydrogenError {
  const rejection = failure && rejectionOf(failure.kind, tried);
  if (rejection) return new RequestRejectedError(rejection, routing);
  // Nobody has failed: nobody was asked.
  if (!failure && refusal) return refusal;
  const rooms = tried.map(({ hasRoomAtMs }) => hasRoomAtMs && Math.max(0, hasRoomAtMs - nowMs));
  const readyInMs = soonest([step.readyInMs, ...rooms]);
  const error = new AllProvidersFailedError(step.reason, routing, readyInMs ?? failure?.retryAfterMs);
  markRetriedInside(error);
  return error;
}

/** Whole ms; `undefined` when nobody knows. */
function soonest(waits: readonly (number | undefined)[]): number | undefined {
  const ms = Math.min(...waits.filter((wait) => wait !== undefined));
  return Number.isFinite(ms) ? Math.ceil(ms) : undefined;
}
