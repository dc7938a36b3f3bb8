import type { ModelStats, ProviderStats } from '@hydrogenai/ai-provider';
import type { IndicatorResult } from '../checks/indicator.js';
import type { HealthState } from '../report/health-state.js';
import { FAILURE_MEANINGS } from './failure-meaning.policy.js';

/** Outcomes of the last minute are recent: long enough for a few calls, short enough to see the end of an outage. */
export const RECENT_MS = 60_000;

/**
 * What past calls say about the providers. The whole is `up` while nothing is known against any of them: a provider that
 * nobody has asked yet is `unknown` for itself, and requests are routed to it all the same. If it failed readiness, none
 * would ever come to tell.
 */
export function providersState(stats: readonly ProviderStats[], now: number): Required<IndicatorResult> {
  const parts = Object.fromEntries(stats.map((one) => [one.provider, providerState(one, now)]));
  const status = together(Object.values(parts));
  return { status: status === 'unknown' && stats.length > 0 ? 'up' : status, parts };
}

/** A provider is as its models are. @param now ms since 1970. */
export function providerState({ models }: ProviderStats, now: number): HealthState {
  return together(models.map((model) => modelState(model, now)));
}

function modelState({ coolingMs, lastAnsweredAt, lastFailure }: ModelStats, now: number): HealthState {
  const meaning = lastFailure && FAILURE_MEANINGS[lastFailure.kind];
  if (coolingMs > 0) return meaning === 'failed' ? 'down' : 'degraded';
  if (!lastFailure || !meaning) return lastAnsweredAt === null ? 'unknown' : 'up';
  const answeredAt = lastAnsweredAt ?? Number.NEGATIVE_INFINITY;
  if (now - lastFailure.at > RECENT_MS) return answeredAt >= lastFailure.at ? 'up' : 'unknown';
  switch (meaning) {
    case 'refused':
      return 'up';
    case 'busy':
      return 'degraded';
    case 'failed':
      // Nothing but failures lately is down; the pool asks again all the same.
      return now - answeredAt > RECENT_MS ? 'down' : 'degraded';
    default:
      return meaning satisfies never;
  }
}

/** Alternatives: one that works keeps the whole working. */
function together(states: readonly HealthState[]): HealthState {
  if (states.every((state) => state === 'unknown')) return 'unknown';
  if (states.every((state) => state === 'down')) return 'down';
  return states.some((state) => state === 'down' || state === 'degraded') ? 'degraded' : 'up';
}
