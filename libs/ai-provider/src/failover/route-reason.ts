import type { RoutingAttempt } from '@hydrogenai/common/models';

/** Says in words why who answered did: the reason of the order, and who failed before. */
export function describeRoute(orderReason: string, attempts: readonly RoutingAttempt[]): string {
  const failed = attempts.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return orderReason;
  return `after ${failed.map(({ provider, kind }) => `${provider} failed with ${kind}`).join(', ')}`;
}
