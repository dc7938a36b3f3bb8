import type { RoutingAttempt } from '@hydrogenai/common/models';
import type { Candidate } from '../candidates/candidate.js';
import type { Route } from '../candidates/route.policy.js';
import type { LaneState } from '../health/lane-state.js';
import type { GateRefusalReason } from './attempt-gate.js';

/** What kept those back who come first in the route and were not asked. */
export interface Standing {
  readonly stateOf: (candidate: Candidate) => LaneState;
  /** The gate that turned this request away, if one did. */
  readonly refusedBy: (candidate: Candidate) => GateRefusalReason | undefined;
}

/** Says in words why who answered did: the reason of the order, who failed before, and who was not even asked, and why. */
export function describeRoute(
  route: Route,
  attempts: readonly RoutingAttempt[],
  chosen: Candidate | undefined,
  standing: Standing,
): string {
  // The common case: the first one asked has answered.
  if (chosen && chosen === route.candidates[0] && attempts.length === 1) return route.reason;
  const failed = attempts.filter(({ outcome }) => outcome === 'failed');
  const outrun = attempts.filter(({ outcome }) => outcome === 'outrun');
  const spared = chosen ? sparedBefore(route, attempts, chosen) : [];
  const parts = [
    ...(failed.length > 0
      ? [`after ${failed.map(({ provider, kind }) => `${provider} failed with ${kind}`).join(', ')}`]
      : []),
    ...(outrun.length > 0 ? [`quicker than ${outrun.map(({ provider }) => provider).join(', ')}`] : []),
    ...REASONS.flatMap((words) => {
      const those = spared.filter((candidate) => whyNotAsked(candidate, standing) === words);
      const names = [...new Set(those.map(({ provider }) => provider))];
      return names.length > 0 ? [`${names.join(', ')} ${words}`] : [];
    }),
  ];
  return parts.length > 0 ? parts.join('; ') : route.reason;
}

const LEFT_ALONE = 'left alone after an earlier failure';
const DRAINED = 'drained by an operator';
const OVER_BUDGET = 'too dear for a budget';
const NO_ROOM = 'had no room';
const REASONS = [LEFT_ALONE, DRAINED, OVER_BUDGET, NO_ROOM] as const;

function whyNotAsked(candidate: Candidate, { stateOf, refusedBy }: Standing): (typeof REASONS)[number] {
  const { state } = stateOf(candidate);
  switch (state) {
    case 'cooling':
    case 'open':
    case 'half_open':
      return LEFT_ALONE;
    case 'drained':
      return DRAINED;
    case 'ready':
      return refusedBy(candidate) === 'budget' ? OVER_BUDGET : NO_ROOM;
    default:
      return state satisfies never;
  }
}

/** Candidates that come before the chosen one in the route and whose model was not asked with any key. */
function sparedBefore(
  { candidates }: Route,
  attempts: readonly RoutingAttempt[],
  chosen: Candidate,
): Candidate[] {
  return candidates
    .slice(0, candidates.indexOf(chosen))
    .filter(
      ({ provider, model }) =>
        !attempts.some((attempt) => attempt.provider === provider && attempt.model === model),
    );
}
