import { ERROR_KINDS, type ErrorKind, type ModelStats, type ProviderStats } from '@hydrogenai/ai-provider';
import { describe, expect, it } from 'vitest';
import { FAILURE_MEANINGS } from './failure-meaning.policy.js';
import { providerState, providersState, RECENT_MS } from './provider-state.policy.js';

const NOW = Date.UTC(2026, 0, 1);

interface History {
  readonly answeredAgoMs?: number;
  readonly failed?: readonly [agoMs: number, kind: ErrorKind];
  readonly coolingMs?: number;
}

function model({ answeredAgoMs, failed, coolingMs = 0 }: History): ModelStats {
  return {
    model: 'm',
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
    coolingMs,
  };
}

function provider(name: string, ...histories: readonly History[]): ProviderStats {
  const models = histories.map(model);
  const cooling = models.every(({ coolingMs }) => coolingMs > 0);
  return { provider: name, state: cooling ? 'cooling' : 'ready', lanes: [], models };
}

const UNTRIED: History = {};
const WELL: History = { answeredAgoMs: 5 };
const COOLING: History = { answeredAgoMs: 5, failed: [1, 'overloaded'], coolingMs: 2_000 };
const LIMITED: History = { failed: [1, 'rate_limit'], coolingMs: 5_000 };

describe('the state of a provider', () => {
  it.each([
    ['nobody has asked it', UNTRIED, 'unknown'],
    ['it answered', WELL, 'up'],
    ['it answered long ago and nothing happened since', { answeredAgoMs: 10 * RECENT_MS }, 'up'],
    ['it is left alone', COOLING, 'down'],
    ['it is left alone because of a limit (429 is not down)', LIMITED, 'degraded'],
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
  ] satisfies [string, History[], string][])('when %s', (_when, histories, state) => {
    const stats = histories.map((history, index) => provider(`p${index}`, history));
    expect(providersState(stats, NOW).status).toBe(state);
  });

  it('names each provider with its own state', () => {
    expect(providersState([provider('groq', COOLING), provider('openai', UNTRIED)], NOW).parts).toEqual({
      groq: 'down',
      openai: 'unknown',
    });
  });

  it('is unknown when there is no provider', () => {
    expect(providersState([], NOW)).toEqual({ status: 'unknown', parts: {} });
  });
});
