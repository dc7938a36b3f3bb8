import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_KINDS, type ProviderFailure } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import { nextStep, type CandidateState, type FailoverSituation } from './failover.policy.js';

const failure = fc.record<ProviderFailure>(
  {
    kind: fc.constantFrom(...ERROR_KINDS),
    retryAfterMs: fc.integer({ min: 0, max: 200_000 }),
    shouldRetry: fc.boolean(),
  },
  { requiredKeys: ['kind'] },
);
const coolingMs = fc.oneof(
  fc.constant(0),
  fc.constant(Infinity),
  fc.double({ min: 0.1, max: 400_000, noNaN: true }),
);
const id = fc.constantFrom('groq/m', 'openai/m', 'anthropic/m');
const untried = fc.tuple(id, coolingMs).map<CandidateState>(([name, ms]) => ({
  id: name,
  attempts: 0,
  failure: undefined,
  failedAgoMs: 0,
  coolingMs: ms,
}));
const triedOnce = fc.record<CandidateState>({
  id,
  attempts: fc.integer({ min: 1, max: 20 }),
  failure,
  failedAgoMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  coolingMs,
});
const situation = fc
  .record({
    candidates: fc.array(fc.oneof(untried, triedOnce), { minLength: 1, maxLength: 6 }),
    attemptsAllowed: fc.integer({ min: 1, max: 20 }),
    timeLeftMs: fc.double({ min: -1_000, max: 120_000, noNaN: true }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map<FailoverSituation>((drawn) => {
    const tried = drawn.candidates.filter(({ attempts }) => attempts > 0);
    return {
      ...drawn,
      attemptsMade: tried.reduce((sum, { attempts }) => sum + attempts, 0),
      failure: tried.at(-1)?.failure,
    };
  });

/** Whether another key of the same model met a failure that this one would meet as well. */
const isBehind = (state: CandidateState, all: readonly CandidateState[]): boolean =>
  all.some(
    (other) =>
      other.id === state.id && other.failure !== undefined && ERROR_RULES[other.failure.kind].fault !== 'key',
  );
const isFree = (state: CandidateState, all: readonly CandidateState[]): boolean =>
  state.attempts === 0 && state.coolingMs === 0 && !isBehind(state, all);
/** Attempts that count: those at a dead key do not while the same model has another. */
const counted = ({ candidates, attemptsMade }: FailoverSituation): number =>
  attemptsMade -
  candidates
    .filter((one) => {
      const rule = one.failure && ERROR_RULES[one.failure.kind];
      const dead = rule?.fault === 'key' && !rule.retrySame;
      return dead && candidates.some((other) => other !== one && other.id === one.id);
    })
    .reduce((sum, { attempts }) => sum + attempts, 0);

const FREE: CandidateState = { id: 'groq/m', attempts: 0, failure: undefined, failedAgoMs: 0, coolingMs: 0 };
const failed = (kind: ProviderFailure['kind'], rest: Partial<ProviderFailure> = {}): CandidateState => ({
  ...FREE,
  attempts: 1,
  failure: { kind, ...rest },
});
const OTHER: CandidateState = { ...FREE, id: 'openai/m' };
const decide = (candidates: CandidateState[], rest: Partial<FailoverSituation> = {}) =>
  nextStep({
    candidates,
    failure: candidates.findLast(({ attempts }) => attempts > 0)?.failure,
    attemptsMade: candidates.reduce((sum, { attempts }) => sum + attempts, 0),
    attemptsAllowed: 5,
    timeLeftMs: 10_000,
    jitter: 0,
    ...rest,
  });

describe('nextStep, in every situation', () => {
  it('decides: a candidate of the route with a wait from 0, or a reason to stop', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const step = nextStep(given);
        if (step.action === 'stop') {
          expect(['not_worth_retrying', 'attempts_used_up', 'deadline', 'none_ready_in_time']).toContain(
            step.reason,
          );
          return;
        }
        expect(given.candidates[step.candidate]).toBeDefined();
        expect(step.delayMs).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never tries a candidate twice while one is free that has not been asked and need not fear the same', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const step = nextStep(given);
        const free = given.candidates.findIndex((state) => isFree(state, given.candidates));
        if (step.action !== 'try' || free < 0) return;
        expect(step).toEqual({ action: 'try', candidate: free, delayMs: 0 });
      }),
      { numRuns: 2_000 },
    );
  });

  it('never exceeds the attempts allowed, nor plans an attempt beyond the deadline', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const step = nextStep(given);
        if (step.action !== 'try') return;
        expect(counted(given)).toBeLessThan(given.attemptsAllowed);
        expect(step.delayMs).toBeLessThan(given.timeLeftMs);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never waits less than the provider asked for, counted from its failure', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const step = nextStep(given);
        if (step.action !== 'try') return;
        const chosen = given.candidates[step.candidate];
        const asked = (chosen?.failure?.retryAfterMs ?? 0) - (chosen?.failedAgoMs ?? 0);
        expect(step.delayMs).toBeGreaterThanOrEqual(Math.max(asked, chosen?.coolingMs ?? 0));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never asks a candidate again whose failure no retry helps', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const step = nextStep(given);
        if (step.action !== 'try') return;
        const before = given.candidates[step.candidate]?.failure;
        if (before) expect(ERROR_RULES[before.kind].retrySame && before.shouldRetry !== false).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("asks another key after a failure that is not the key's only behind all other candidates, and after its wait", () => {
    fc.assert(
      fc.property(situation, (given) => {
        const step = nextStep(given);
        if (step.action !== 'try') return;
        const chosen = given.candidates[step.candidate];
        if (!chosen || !isBehind(chosen, given.candidates)) return;
        expect(given.candidates.some((state) => isFree(state, given.candidates))).toBe(false);
        for (const other of given.candidates) {
          const asked = other.failure?.retryAfterMs ?? 0;
          const shared =
            other.id === chosen.id && other.failure && ERROR_RULES[other.failure.kind].fault !== 'key';
          if (shared) expect(step.delayMs).toBeGreaterThanOrEqual(asked - other.failedAgoMs);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never chooses a candidate that is out of the request', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const step = nextStep(given);
        if (step.action === 'try') expect(given.candidates[step.candidate]?.coolingMs).toBeLessThan(Infinity);
        else expect(step.readyInMs ?? 0).toBeLessThan(Infinity);
      }),
      { numRuns: 2_000 },
    );
  });

  it('decides the same when it is asked again', () => {
    fc.assert(
      fc.property(situation, (given) => {
        const copy = structuredClone(given);
        expect(nextStep(given)).toEqual(nextStep(copy));
        expect(given).toEqual(copy);
      }),
    );
  });
});

describe('nextStep', () => {
  it.each(['bad_request', 'content_filter', 'aborted'] as const)(
    'stops at %s although others are free',
    (kind) => {
      expect(decide([failed(kind), OTHER])).toEqual({ action: 'stop', reason: 'not_worth_retrying' });
    },
  );

  it.each(['quota', 'auth', 'permission', 'model_not_found', 'context_length'] as const)(
    'asks another candidate after %s, and never the same one again',
    (kind) => {
      expect(decide([failed(kind), OTHER])).toEqual({ action: 'try', candidate: 1, delayMs: 0 });
      expect(decide([failed(kind)])).toEqual({ action: 'stop', reason: 'not_worth_retrying' });
    },
  );

  it.each([
    'rate_limit',
    'overloaded',
    'server',
    'timeout',
    'network',
    'stream_interrupted',
    'malformed_response',
  ] as const)('asks another candidate after %s, and the same one again when there is no other', (kind) => {
    expect(decide([failed(kind), OTHER])).toEqual({ action: 'try', candidate: 1, delayMs: 0 });
    expect(decide([failed(kind)])).toEqual({ action: 'try', candidate: 0, delayMs: 250 });
  });

  it('doubles the wait with each attempt up to 4 s, and takes off up to a half at random', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((attempts) =>
      decide([{ ...failed('server'), attempts }], { attemptsMade: 0 }),
    );
    expect(waits.map((step) => step.action === 'try' && step.delayMs)).toEqual([
      250, 500, 1_000, 2_000, 4_000, 4_000,
    ]);
    expect(decide([failed('server')], { jitter: 1 })).toMatchObject({ delayMs: 125 });
  });

  it('counts a wait from the failure: what has passed meanwhile is not waited for again', () => {
    const asked = { ...failed('server', { retryAfterMs: 1_000 }), failedAgoMs: 900 };
    expect(decide([asked])).toMatchObject({ delayMs: 100 });
    expect(decide([{ ...asked, failedAgoMs: 5_000 }])).toMatchObject({ delayMs: 0 });
  });

  it('takes a Retry-After of 0 for no answer, and waits as it would without', () => {
    expect(decide([failed('server', { retryAfterMs: 0 })])).toMatchObject({ delayMs: 250 });
  });

  it('obeys a provider that says not to retry', () => {
    expect(decide([failed('rate_limit', { shouldRetry: false })])).toEqual({
      action: 'stop',
      reason: 'not_worth_retrying',
    });
  });

  it('waits for the one that is ready soonest', () => {
    const cooling = { ...OTHER, coolingMs: 900 };
    expect(decide([failed('rate_limit', { retryAfterMs: 2_000 }), cooling])).toEqual({
      action: 'try',
      candidate: 1,
      delayMs: 900,
    });
  });

  it('says when the first would be ready, if that is beyond the deadline', () => {
    expect(
      decide([
        { ...FREE, coolingMs: 30_000 },
        { ...FREE, coolingMs: 20_000 },
      ]),
    ).toEqual({
      action: 'stop',
      reason: 'none_ready_in_time',
      readyInMs: 20_000,
    });
  });

  it('starts no attempt in the last 50 ms', () => {
    expect(decide([FREE], { timeLeftMs: 49 })).toEqual({ action: 'stop', reason: 'deadline' });
    expect(decide([FREE], { timeLeftMs: 50 })).toMatchObject({ action: 'try' });
    expect(decide([{ ...FREE, coolingMs: 951 }], { timeLeftMs: 1_000 })).toMatchObject({
      reason: 'none_ready_in_time',
    });
  });

  it('stops when the attempts are used up, also if a candidate is free', () => {
    expect(decide([failed('server'), OTHER], { attemptsAllowed: 1 })).toEqual({
      action: 'stop',
      reason: 'attempts_used_up',
    });
  });
});
