import type { ErrorKind, LaneStats, ModelStats, ProviderStats } from '@hydrogenai/ai-provider';
import type { IndicatorResult } from '../checks/indicator.js';
import type { HealthState, PartState } from '../report/health-state.js';
import { FAILURE_MEANINGS, type FailureMeaning } from './failure-meaning.policy.js';

/** Outcomes of the last minute are recent: long enough for a few calls, short enough to see the end of an outage. */
export const RECENT_MS = 60_000;

/**
 * What past calls say about the providers. The whole is `up` while nothing is known against any of them: a provider that
 * nobody has asked yet is `unknown` for itself, and requests are routed to it all the same. If it failed readiness, none
 * would ever come to tell. One that an operator drained counts neither way, unless nobody else is left to ask.
 */
export function providersState(stats: readonly ProviderStats[], now: number): Required<IndicatorResult> {
  const parts = Object.fromEntries(stats.map((one) => [one.provider, providerState(one, now)]));
  if (stats.length === 0) return { status: 'unknown', parts };
  return { status: wholeOf(together(Object.values(parts))), parts };
}

function wholeOf(state: PartState): HealthState {
  switch (state) {
    case 'unknown':
      return 'up';
    case 'drained':
      // Nobody is sick, and nobody answers.
      return 'down';
    default:
      return state;
  }
}

/** A provider is as its lanes are: each of its models, with each of its keys. @param now ms since 1970. */
export function providerState({ lanes, models }: ProviderStats, now: number): PartState {
  const histories = new Map(models.map((model) => [model.model, historyOf(model, now)]));
  return together(lanes.map((lane) => laneState(lane, histories.get(modelOf(lane)) ?? 'unknown')));
}

function laneState({ state }: LaneStats, history: HealthState): PartState {
  switch (state.state) {
    case 'ready':
      return history;
    case 'half_open':
      // It may work again, and one attempt is finding out.
      return 'degraded';
    case 'cooling':
      return meaningOf(state.why) === 'failed' ? 'down' : 'degraded';
    case 'open':
      return 'down';
    case 'drained':
      return 'drained';
    default:
      return state satisfies never;
  }
}

/** What the calls to a model say that may be asked. */
function historyOf({ lastAnsweredAt, lastFailure }: ModelStats, now: number): HealthState {
  const meaning = lastFailure && FAILURE_MEANINGS[lastFailure.kind];
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

/** A lane is `account/model`, and accounts have no slash. */
function modelOf({ lane }: LaneStats): string {
  return lane.slice(lane.indexOf('/') + 1);
}

function meaningOf(kind: string): FailureMeaning | undefined {
  return isKind(kind) ? FAILURE_MEANINGS[kind] : undefined;
}

function isKind(kind: string): kind is ErrorKind {
  return Object.hasOwn(FAILURE_MEANINGS, kind);
}

/** Alternatives: one that works keeps the whole working, and one that is drained is none. */
function together(states: readonly PartState[]): PartState {
  const asked = states.filter((state) => state !== 'drained');
  if (asked.length === 0 && states.length > 0) return 'drained';
  if (asked.every((state) => state === 'unknown')) return 'unknown';
  if (asked.every((state) => state === 'down')) return 'down';
  return asked.some((state) => state === 'down' || state === 'degraded') ? 'degraded' : 'up';
}
