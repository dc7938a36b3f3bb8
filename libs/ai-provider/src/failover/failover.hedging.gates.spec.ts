import type { ModelCandidate } from '../candidates/candidate.js';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { AnswerTimes } from '../hedging/answer-times.js';
import { Hedging } from '../hedging/hedging.js';
import { timedModel, type TimedPlan } from '../hedging/testing/timed-models.js';
import { AttemptBook } from './attempt-book.js';
import type { AttemptEnd } from './attempt-end.js';
import type { AttemptGate, GateAnswer, GateRequest } from './attempt-gate.js';
import { FailoverExecutor } from './failover.executor.js';
import { GenerateExecutor } from './generate.executor.js';

interface Lane extends TimedPlan {
  /** Key of the provider. Default: its name. */
  readonly account?: string;
  /** How long its gate takes to answer, in ms. Default: at once. */
  readonly gateMs?: number;
  readonly refused?: boolean;
}

/** Notes what becomes of every pass. */
class WatchedGate implements AttemptGate {
  readonly log: string[] = [];

  constructor(
    private readonly clock: FakeClock,
    private readonly lanes: ReadonlyMap<string, Lane>,
  ) {}

  enter(request: GateRequest): GateAnswer | Promise<GateAnswer> {
    const { lane } = request.candidate;
    const { gateMs = 0, refused = false } = this.lanes.get(lane) ?? {};
    const answer = (): GateAnswer => {
      if (refused) return { kind: 'refused', why: 'limit', retryInMs: 50 };
      this.log.push(`${lane} entered`);
      return {
        kind: 'entered',
        pass: {
          leave: ({ entry }: AttemptEnd) => this.log.push(`${lane} left ${entry.outcome}`),
          cancel: () => this.log.push(`${lane} cancelled`),
          answering: () => this.log.push(`${lane} answering`),
        },
      };
    };
    if (gateMs === 0) return answer();
    const { signal } = request;
    return new Promise((resolve, reject) => {
      this.clock.after(gateMs, () => resolve(answer()));
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }
}

function watched(lanes: Readonly<Record<string, Lane>>, budget = { ratio: 1, burst: 10 }) {
  const clock = new FakeClock();
  const gate = new WatchedGate(clock, new Map(Object.entries(lanes)));
  const models = Object.entries(lanes).map(([lane, plan]) => ({
    lane,
    ...timedModel(lane, clock, () => plan),
  }));
  const candidates = models.map(({ lane, model }): ModelCandidate => {
    const provider = lane.split('#')[0] ?? '';
    const id = `${provider}/m`;
    return { id, lane, provider, model: 'm', account: lane, vendors: [provider], languageModel: model };
  });
  const ends: AttemptEnd[] = [];
  const book = new AttemptBook([{ attemptEnded: (end) => ends.push(end) }]);
  const failover = new FailoverExecutor({
    clock,
    health: { blockedMs: () => 0, stateOf: () => ({ state: 'ready' }) },
    gate,
    maxWaitMs: 0,
    book,
    random: () => 0,
  });
  const hedging = new Hedging({ afterMs: 100, ...budget }, new AnswerTimes(clock));
  const caller = new AbortController();
  const run = () =>
    new GenerateExecutor(failover, book).run(
      {
        model: 'chat',
        route: { candidates, reason: 'in order' },
        limits: {
          attempts: 5,
          deadlineMs: 10_000,
          firstTokenMs: 9_000,
          idleMs: 9_000,
          attemptMs: undefined,
        },
        profile: { inputTokens: 0, maxOutputTokens: undefined },
        expects: 'answer',
        hedging,
        signal: caller.signal,
      },
      { prompt: [] },
    );
  const startedMs = () => Object.fromEntries(models.map((model) => [model.lane, model.startedMs]));
  return { clock, gate, run, hedging, caller, ends, startedMs };
}

describe('the gates of a hedged request', () => {
  it('get both passes back, each once, and hear of the first content of the winner only', async () => {
    const { clock, gate, run } = watched({ a: { ms: 900 }, b: { ms: 20 } });
    const answered = run();
    await clock.advanceAsync(2_000);
    await answered;
    expect(gate.log).toEqual(['a entered', 'b entered', 'a left outrun', 'b answering', 'b left answered']);
  });

  it('get back the pass of a hedge that nobody needs any more, and the budget is not used', async () => {
    for (const first of [{ ms: 120 }, { ms: 120, fails: 400 }]) {
      const { clock, gate, run, hedging, startedMs, ends } = watched(
        { a: first, b: { ms: 1, gateMs: 200 } },
        { ratio: 0.001, burst: 1 },
      );
      const answered = run().catch(() => undefined);
      await clock.advanceAsync(2_000);
      await answered;
      expect(gate.log.filter((line) => line.startsWith('b'))).toEqual(['b entered', 'b cancelled']);
      expect(gate.log.filter((line) => line.startsWith('a left'))).toHaveLength(1);
      expect(ends).toHaveLength(1);
      expect(startedMs()['b']).toEqual([]);
      expect(hedging.budget.hasRoom).toBe(true);
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('may refuse the hedge: the first goes on alone, and the budget is not used', async () => {
    const { clock, run, hedging, startedMs } = watched(
      { a: { ms: 300 }, b: { ms: 1, refused: true } },
      { ratio: 0.001, burst: 1 },
    );
    const answered = run();
    await clock.advanceAsync(2_000);
    expect((await answered).routing.attempts).toHaveLength(1);
    expect(startedMs()['b']).toEqual([]);
    expect(hedging.budget.hasRoom).toBe(true);
  });

  it('may still be thinking when the caller leaves: every attempt ends once, as aborted', async () => {
    const { clock, gate, run, caller, ends } = watched({ a: { ms: 900 }, b: { ms: 1, gateMs: 50 } });
    const answered = run().catch((error: unknown) => error);
    await clock.advanceAsync(120);
    caller.abort('left');
    await clock.advanceAsync(0);
    expect(await answered).toBe('left');
    await clock.advanceAsync(1_000);
    expect(ends.map(({ entry, failure }) => `${entry.outcome} ${failure?.kind}`)).toEqual(['failed aborted']);
    expect(gate.log.filter((line) => line.startsWith('a'))).toEqual(['a entered', 'a left failed']);
  });

  it('that fail when the answer is there already change nothing', async () => {
    const { clock, run, caller, ends } = watched({ a: { ms: 120 }, b: { ms: 1, gateMs: 500 } });
    const answered = run();
    await clock.advanceAsync(130);
    caller.abort('left');
    await clock.advanceAsync(1_000);
    expect((await answered).routing.attempts).toMatchObject([{ outcome: 'answered' }]);
    expect(ends).toHaveLength(1);
  });
});

describe('company for a slow attempt', () => {
  it('is never another key of the same model', async () => {
    const { clock, run, startedMs } = watched({ 'a#1': { ms: 300 }, 'a#2': { ms: 1 } });
    const answered = run();
    await clock.advanceAsync(2_000);
    await answered;
    expect(startedMs()).toEqual({ 'a#1': [0], 'a#2': [] });
  });

  it('is never another key of a model that has failed already', async () => {
    const { clock, run, startedMs } = watched({
      'a#1': { ms: 10, fails: 500 },
      'a#2': { ms: 1 },
      b: { ms: 300 },
      c: { ms: 20 },
    });
    const answered = run();
    await clock.advanceAsync(2_000);
    expect((await answered).attempt.candidate.lane).toBe('c');
    expect(startedMs()).toEqual({ 'a#1': [0], 'a#2': [], b: [10], c: [110] });
  });
});
