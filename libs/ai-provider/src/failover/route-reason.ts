import type { RoutingAttempt } from '@hydrogenai/common/models';
import type { Candidate } from '../candidates/candidate.js';
import type { Route } from '../candidates/route.policy.js';

/** Says in words why who answered did: the reason of the order, who failed before, and who was not even asked. */
export function describeRoute(
  route: Route,
  attempts: readonly RoutingAttempt[],
  chosen: Candidate | undefined,
): string {
  const failed = attempts.filter(({ outcome }) => outcome === 'failed');
  const spared = chosen ? sparedBefore(route, attempts, chosen) : [];
  const parts = [
    ...(failed.length > 0
      ? [`after ${failed.map(({ provider, kind }) => `${provider} failed with ${kind}`).join(', ')}`]
      : []),
    ...(spared.length > 0 ? [`${spared.join(', ')} left alone after an earlier failure`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : route.reason;
}

/** Providers that come before the chosen one in the route and were not asked: they are cooling. */
function sparedBefore(
  { candidates }: Route,
  attempts: readonly RoutingAttempt[],
  chosen: Candidate,
): string[] {
  const before = candidates.slice(0, candidates.indexOf(chosen));
  const unasked = before.filter(
    ({ provider, model }) =>
      !attempts.some((attempt) => attempt.provider === provider && attempt.model === model),
  );
  return [...new Set(unasked.map(({ provider }) => provider))];
}
