import type { RoutingAttempt } from '@hydrogenai/common/models';
import type { Candidate } from '../candidates/candidate.js';
import type { Route } from '../candidates/route.policy.js';
import type { LaneState } from '../health/lane-state.js';

/** Says in words why who answered did: the reason of the order, who failed before, and who was not even asked, and why. */
export function describeRoute(
  route: Route,
  attempts: readonly RoutingAttempt[],
  chosen: Candidate | undefined,
  stateOf: (candidate: Candidate) => LaneState,
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
    ...REASONS.flatMap(([states, words]) => {
      const those = spared.filter((candidate) => states.includes(stateOf(candidate).state));
      const names = [...new Set(those.map(({ provider }) => provider))];
      return names.length > 0 ? [`${names.join(', ')} ${words}`] : [];
    }),
  ];
  return parts.length > 0 ? parts.join('; ') : route.reason;
}

const REASONS: readonly (readonly [readonly LaneState['state'][], string])[] = [
  [['cooling', 'open', 'half_open'], 'left alone after an earlier failure'],
  [['drained'], 'drained by an operator'],
  [['ready'], 'had no room'],
];

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
