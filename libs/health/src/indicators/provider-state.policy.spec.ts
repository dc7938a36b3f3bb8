import {
  ERROR_KINDS,
  type ErrorKind,
  type LaneState,
  type ModelStats,
  type ProviderStats,
} from '@hydrogenai/ai-provider';
import { describe, expect, it } from 'vitest';
import { FAILURE_MEANINGS } from './failure-meaning.policy.js';
import { providerState, providersState, RECENT_MS } from './provider-state.policy.js';

const NOW = Date.UTC(2026, 0, 1);

interface History {
  readonly answeredAgoMs?: number;
  readonly failed?: readonly [agoMs: number, kind: ErrorKind];
  /** How the lane stands. Default: ready. */
  readonly lane?: LaneState;
}

function model({ answeredAgoMs, failed, lane }: History, index: number): ModelStats {
  return {
    model: `vendor/m${index}`,
    attempts: 0,
    answered: 0,
    failed: 0,
    aborted: 0,
    failures: {},
    inputTokens: 0,
    outputTokens: 0,
    costMicroDollars: 0,
    unpriced: 0,
    latencyMs: null,
    firstTokenMs: null,
    tokensPerSecond: null,
    errorShare: null,
    failoverShare: null,
    lastAnsweredAt: answeredAgoMs === undefined ? null : NOW - answeredAgoMs,
    lastFailure: failed ? { at: NOW - failed[0], kind: failed[1] } : null,
    coolingMs: lane?.state === 'cooling' ? lane.forMs : 0,
  };
}

/** A provider with one lane for each model. */
function provider(name: string, ...histories: readonly History[]): ProviderStats {
  const lanes = histories.map(({ lane = { state: 'ready' } }, index) => ({
    lane: `${name}/vendor/m${index}`,
    state: lane,
  }));
  // The policy reads lanes and models; the provider's own state is the readiest of its lanes.
  return { provider: name, state: 'ready', lanes, models: histories.map(model) };
}

const UNTRIED: History = {};
const WELL: History = { answeredAgoMs: 5 };
const COOLING: History = {
  answeredAgoMs: 5,
  failed: [1, 'overloaded'],
  lane: { state: 'cooling', forMs: 2_000, why: 'overloaded' },
};
const LIMITED: History = {
  failed: [1, 'rate_limit'],
  lane: { state: 'cooling', forMs: 5_000, why: 'rate_limit' },
};
const OPEN: History = { answeredAgoMs: 5, lane: { state: 'open', forMs: 5_000, why: 'server' } };
const HALF_OPEN: History = { ...OPEN, lane: { state: 'half_open', forMs: 0, why: 'server' } };
const DRAINED: History = {
  failed: [1, 'server'],
  lane: { state: 'drained', forMs: null, why: 'maintenance' },
};

describe('the state of a provider', () => {
  it.each([
    ['nobody has asked it', UNTRIED, 'unknown'],
    ['it answered', WELL, 'up'],
    ['it answered long ago and nothing happened since', { answeredAgoMs: 10 * RECENT_MS }, 'up'],
    ['it is left alone', COOLING, 'down'],
    ['it is left alone because of a limit (429 is not down)', LIMITED, 'degraded'],
    [
      'another process was limited there, and this one has asked nobody',
      { lane: { state: 'cooling', forMs: 9, why: 'rate_limit' } },
      'degraded',
    ],
    [
      'another process was refused there, and this one has asked nobody',
      { lane: { state: 'cooling', forMs: 9, why: 'auth' } },
      'down',
    ],
    [
      'it is left alone for a reason of a newer version',
      { lane: { state: 'cooling', forMs: 9, why: 'tired' } },
      'degraded',
    ],
    ['its breaker is open', OPEN, 'down'],
    ['its breaker lets one attempt find out', HALF_OPEN, 'degraded'],
    ['an operator has drained it, whatever happened before', DRAINED, 'drained'],
    ['it failed lately and answered since', { answeredAgoMs: 1, failed: [RECENT_MS, 'server'] }, 'degraded'],
    ['it answered lately and failed since', { answeredAgoMs: RECENT_MS, failed: [1, 'server'] }, 'degraded'],
    ['it has only failed lately', { answeredAgoMs: RECENT_MS + 1, failed: [1, 'timeout'] }, 'down'],
    ['it has only ever failed', { failed: [1, 'network'] }, 'down'],
    ['it was limited lately and may be asked again', { failed: [1, 'rate_limit'] }, 'degraded'],
    ['it refused a request, which is an answer, too', { failed: [1, 'bad_request'] }, 'up'],
    [
      'its last failure is old and it answered since',
      { answeredAgoMs: 1, failed: [RECENT_MS + 1, 'auth'] },
      'up',
    ],
    ['its last failure is old and nobody has asked since', { failed: [RECENT_MS + 1, 'server'] }, 'unknown'],
  ] satisfies [string, History, string][])('when %s', (_when, history, state) => {
    expect(providerState(provider('p', history), NOW)).toBe(state);
  });

  it('is degraded as long as one of its models works, and down when none does', () => {
    expect(providerState(provider('p', COOLING, WELL), NOW)).toBe('degraded');
    expect(providerState(provider('p', COOLING, UNTRIED), NOW)).toBe('degraded');
    expect(providerState(provider('p', COOLING, COOLING), NOW)).toBe('down');
    expect(providerState(provider('p', OPEN, HALF_OPEN), NOW)).toBe('degraded');
  });

  it('counts a drained model neither way, and is drained when all its models are', () => {
    expect(providerState(provider('p', DRAINED, WELL), NOW)).toBe('up');
    expect(providerState(provider('p', DRAINED, COOLING), NOW)).toBe('down');
    expect(providerState(provider('p', DRAINED, DRAINED), NOW)).toBe('drained');
  });

  it('sees that one of several keys is out', () => {
    const one = provider('groq', WELL);
    const lanes = [
      { lane: 'groq/vendor/m0', state: { state: 'ready' } },
      { lane: 'groq#2/vendor/m0', state: { state: 'cooling', forMs: 9_000, why: 'auth' } },
    ] as const;
    expect(providerState({ ...one, lanes }, NOW)).toBe('degraded');
    expect(providerState({ ...one, lanes: lanes.slice(1) }, NOW)).toBe('down');
  });

  it('never is down for a limit, whatever else is known', () => {
    expect(FAILURE_MEANINGS.rate_limit).toBe('busy');
    expect(Object.keys(FAILURE_MEANINGS).toSorted()).toEqual([...ERROR_KINDS].toSorted());
  });
});

describe('the state of all providers', () => {
  it.each([
    ['nobody has asked any', [UNTRIED, UNTRIED], 'up'],
    ['one answered and the others were not needed', [WELL, UNTRIED], 'up'],
    ['one of them fails', [COOLING, UNTRIED], 'degraded'],
    ['one of them is limited', [LIMITED, WELL], 'degraded'],
    ['all are limited', [LIMITED, LIMITED], 'degraded'],
    ['all fail', [COOLING, COOLING], 'down'],
    ['one of them is drained, which is meant', [DRAINED, WELL], 'up'],
    ['one of them is drained and nobody has asked the others', [DRAINED, UNTRIED], 'up'],
    ['one of them is drained and the others fail', [DRAINED, COOLING], 'down'],
    ['all are drained, so that nobody answers', [DRAINED, DRAINED], 'down'],
  ] satisfies [string, History[], string][])('when %s', (_when, histories, state) => {
    const stats = histories.map((history, index) => provider(`p${index}`, history));
    expect(providersState(stats, NOW).status).toBe(state);
  });

  it('names each provider with its own state', () => {
    const stats = [
      provider('groq', COOLING),
      provider('openai', UNTRIED),
      provider('anthropic', DRAINED),
      provider('mirror', LIMITED),
    ];
    expect(providersState(stats, NOW).parts).toEqual({
      groq: 'down',
      openai: 'unknown',
      anthropic: 'drained',
      mirror: 'degraded',
    });
  });

  it('is unknown when there is no provider', () => {
    expect(providersState([], NOW)).toEqual({ status: 'unknown', parts: {} });
  });
});
