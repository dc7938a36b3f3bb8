import { getEventListeners } from 'node:events';
import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { AllProvidersFailedError } from '../errors/all-providers-failed.error.js';
import { RequestRejectedError } from '../errors/request-rejected.error.js';
import { aiHedge } from '../hedging/hedge.facts.js';
import { hedgedPoolOn, type HedgedPoolOptions, trailOf } from '../hedging/testing/hedged-pool.js';

const hedgedPool = (options: HedgedPoolOptions) => hedgedPoolOn(new FakeClock(), options);

const WAYS = ['answer', 'stream'] as const;
const NEVER = { ms: Infinity };

describe.each(WAYS)('hedging of %s requests', (how) => {
  it('asks nobody else when the first is quick enough', async () => {
    const { ask, models, clock } = hedgedPool({ plans: [{ ms: 99 }, { ms: 1 }] });
    const { text, routing } = await ask(how);
    expect(text).toBe('a1a2');
    expect(trailOf(routing)).toEqual(['a answered 99']);
    expect(models[1]?.startedMs).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('asks a second one after afterMs, takes the quicker answer, and ends the other attempt', async () => {
    using facts = collectFacts(aiHedge);
    const { ask, models, clock, stats } = hedgedPool({ plans: [NEVER, { ms: 50 }, { ms: 1 }] });
    const { text, routing } = await ask(how);
    expect(models.map(({ startedMs }) => startedMs)).toEqual([[0], [100], []]);
    expect(text).toBe('b1b2');
    expect(trailOf(routing)).toEqual(['a outrun 150', 'b answered 50']);
    expect(routing).toMatchObject({ chosen: 'b/m', reason: 'quicker than a' });
    expect(facts.facts).toEqual([
      { model: 'chat', first: 'a/m', second: 'b/m', afterMs: 100, wonBy: 'second' },
    ]);
    expect(models.map((model) => model.aborted())).toEqual([1, 0, 0]);
    expect(clock.pendingTimers).toBe(0);
    // Nobody's fault: no failure, no pause, nothing for the breaker.
    expect(stats('a')).toMatchObject({ attempts: 1, aborted: 1, failed: 0, failures: {}, coolingMs: 0 });
    expect(stats('a')).toMatchObject({ errorShare: null, lastFailure: null });
    expect(stats('b')).toMatchObject({ attempts: 1, answered: 1, failoverShare: 0 });
  });

  it('takes the answer of the first when that one is quicker after all', async () => {
    using facts = collectFacts(aiHedge);
    const { ask, models, clock } = hedgedPool({ plans: [{ ms: 130 }, { ms: 500 }] });
    const { text, routing } = await ask(how);
    expect(text).toBe('a1a2');
    expect(trailOf(routing)).toEqual(['b outrun 30', 'a answered 130']);
    expect(routing?.reason).toBe('quicker than b');
    expect(facts.facts).toMatchObject([{ wonBy: 'first' }]);
    expect(models.map((model) => model.aborted())).toEqual([0, 1]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('goes on with the second when the first fails meanwhile, and names both in the trail', async () => {
    const { ask, stats } = hedgedPool({ plans: [{ ms: 120, fails: 500 }, { ms: 300 }, { ms: 1 }] });
    const { text, routing, ms } = await ask(how);
    expect([text, ms]).toEqual(['b1b2', 400]);
    expect(trailOf(routing)).toEqual(['a server 120', 'b answered 300']);
    expect(routing?.reason).toBe('after a failed with server');
    expect(stats('a')).toMatchObject({ failed: 1, aborted: 0 });
  });

  it('goes on with the first when the second fails', async () => {
    const { ask } = hedgedPool({ plans: [{ ms: 250 }, { ms: 10, fails: 500 }, { ms: 1 }] });
    const { text, routing } = await ask(how);
    expect(text).toBe('a1a2');
    expect(trailOf(routing)).toEqual(['b server 10', 'a answered 250']);
  });

  it('fails over to the third when both have failed', async () => {
    using facts = collectFacts(aiHedge);
    const plans = [{ ms: 120, fails: 500 }, { ms: 50, fails: 503 }, { ms: 20 }];
    const { text, routing } = await hedgedPool({ plans }).ask(how);
    expect(text).toBe('c1c2');
    expect(trailOf(routing)).toEqual(['a server 120', 'b overloaded 50', 'c answered 20']);
    expect(facts.facts).toMatchObject([{ wonBy: 'nobody' }]);
  });

  it('hedges a later attempt as well', async () => {
    const { ask } = hedgedPool({ plans: [{ ms: 1, fails: 500 }, NEVER, { ms: 20 }] });
    expect(trailOf((await ask(how)).routing)).toEqual(['a server 1', 'b outrun 120', 'c answered 20']);
  });

  it('counts the hedge among the attempts allowed', async () => {
    const plans = [{ ms: 200, fails: 500 }, { ms: 200, fails: 500 }, { ms: 1 }];
    const two = hedgedPool({ plans, chat: { attempts: 2 } });
    const { error } = await two.ask(how);
    expect(error).toBeInstanceOf(AllProvidersFailedError);
    expect(error).toMatchObject({ reason: 'attempts_used_up' });
    expect(two.models.map(({ startedMs }) => startedMs.length)).toEqual([1, 1, 0]);
    const one = hedgedPool({ plans: [{ ms: 300 }, { ms: 1 }], chat: { attempts: 1 } });
    expect((await one.ask(how)).text).toBe('a1a2');
    expect(one.models[1]?.startedMs).toEqual([]);
  });

  it('is refused when the last word of the two is that the request is wrong', async () => {
    for (const plans of [
      [{ ms: 120, fails: 400 }, { ms: 50, fails: 500 }, { ms: 1 }],
      [{ ms: 200, fails: 500 }, { ms: 10, fails: 400 }, { ms: 1 }],
    ]) {
      const { ask, models } = hedgedPool({ plans });
      expect((await ask(how)).error).toBeInstanceOf(RequestRejectedError);
      expect(models[2]?.startedMs).toEqual([]);
    }
    // One that is answered all the same was not wrong.
    expect((await hedgedPool({ plans: [{ ms: 120, fails: 400 }, { ms: 50 }] }).ask(how)).text).toBe('b1b2');
  });

  it('ends both with the caller, starts no other, and leaves nothing behind', async () => {
    const { begin, clock, models, stats, pool } = hedgedPool({ plans: [NEVER, NEVER, { ms: 1 }] });
    const caller = new AbortController();
    const ended = begin(how, { call: { abortSignal: caller.signal } });
    await clock.advanceAsync(150);
    caller.abort('left');
    await clock.advanceAsync(0);
    expect(await ended).toMatchObject({ error: 'left', text: undefined });
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    expect(models.map((model) => [model.startedMs.length, model.aborted()])).toEqual([
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    for (const name of ['a', 'b']) expect(stats(name)).toMatchObject({ aborted: 1, failed: 0, coolingMs: 0 });
    expect(pool.money.ledger.recent().map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      'b aborted',
      'a aborted',
    ]);
  });

  it('gives each of the two the time that the attempts allowed leave it', async () => {
    const { ask } = hedgedPool({ plans: [NEVER, NEVER, NEVER], chat: { attempts: 2, deadlineMs: 1_000 } });
    const { error } = await ask(how);
    // The second has all the time that is left: a third can have no turn.
    expect(error instanceof AllProvidersFailedError && trailOf(error.routing)).toEqual([
      'a timeout 500',
      'b timeout 900',
    ]);
  });
});

describe('nobody is asked beside a slow one', () => {
  const plans = [{ ms: 300 }, { ms: 1 }];
  const alone = async (pool: ReturnType<typeof hedgedPool>, request?: Parameters<typeof pool.ask>[1]) => {
    const { text } = await pool.ask('answer', request);
    expect(text).toBe('a1a2');
    expect(pool.models[1]?.startedMs).toEqual([]);
  };

  it('without the option', async () => {
    const { ask, models } = hedgedPool({ plans, module: { models: { chat: { use: ['a/m', 'b/m'] } } } });
    expect((await ask('answer')).text).toBe('a1a2');
    expect(models[1]?.startedMs).toEqual([]);
  });

  it('when the caller wants no fallback', () =>
    alone(hedgedPool({ plans }), { wishes: { fallbackEnabled: false } }));

  it('in the middle of a tool loop', async () => {
    const prompt: LanguageModelV4Prompt = [
      {
        role: 'assistant',
        content: [
          {
            type: 'tool-call',
            toolCallId: '1',
            toolName: 'time',
            input: {},
            providerOptions: { hydrogenai: { candidate: 'a/m' } },
          },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: '1', toolName: 'time', output: { type: 'text', value: '12' } },
        ],
      },
    ];
    await alone(hedgedPool({ plans }), { call: { prompt } });
  });

  it('when the budget is empty, and again when requests have earned a hedge', async () => {
    const { ask, models } = hedgedPool({ plans, chat: { hedge: { afterMs: 100, ratio: 0.25, burst: 1 } } });
    const winners: (string | undefined)[] = [];
    for (let request = 0; request < 9; request++) winners.push((await ask('answer')).text?.charAt(0));
    expect(winners.join('')).toBe('baaabaaab');
    expect(models[1]?.startedMs).toHaveLength(3);
  });

  it('when the others are drained or cooling', async () => {
    const drained = hedgedPool({ plans });
    drained.pool.operations.drain('b', { reason: 'test', by: 'spec' });
    await alone(drained);
    const cooling = hedgedPool({ plans: [[{ ms: 1, fails: 500 }, { ms: 300 }], { ms: 1, fails: 402 }] });
    expect((await cooling.ask('answer')).text).toBe('a1a2');
    expect(cooling.models[1]?.startedMs).toHaveLength(1);
  });
});

describe('a hedge after the usual time', () => {
  it('waits for 20 answers, and then for what 95 % of them needed', async () => {
    const quick = Array.from({ length: 19 }, (_, index) => ({ ms: 41 + index }));
    const { ask, models } = hedgedPool({
      plans: [[{ ms: 400 }, ...quick, NEVER], { ms: 5 }],
      chat: { hedge: { afterMs: 'p95', burst: 1 } },
    });
    // Slow, and nothing is usual yet.
    expect((await ask('answer')).text).toBe('a1a2');
    for (const _ of quick) expect((await ask('answer')).text).toBe('a1a2');
    expect(models[1]?.startedMs).toEqual([]);
    const { routing } = await ask('answer');
    expect(trailOf(routing)).toEqual(['a outrun 64', 'b answered 5']);
    // Streams have a usual time of their own, which nobody knows yet.
    expect(trailOf((await ask('stream')).routing)).toEqual(['a timeout 10000', 'b answered 5']);
  });
});

describe('a model that does not obey its signal', () => {
  it('is let go when its stream has opened in the very moment in which it was outrun', async () => {
    const { begin, models, clock } = hedgedPool({
      plans: [
        { ms: 150, deaf: true },
        { ms: 50, deaf: true },
      ],
    });
    const ended = begin('stream');
    await clock.advanceAsync(149);
    // Both at once, with no turn between them.
    clock.advance(1);
    await clock.advanceAsync(0);
    const { text, routing } = await ended;
    expect(text).toBe('a1a2');
    expect(trailOf(routing)).toEqual(['b outrun 50', 'a answered 150']);
    expect(models.map(({ openStreams }) => openStreams)).toEqual([0, 0]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is not waited for', async () => {
    const { begin, models, clock } = hedgedPool({ plans: [{ ms: 5_000, deaf: true }, { ms: 50 }] });
    const ended = begin('stream');
    await clock.advanceAsync(150);
    expect(await ended).toMatchObject({ text: 'b1b2', ms: 150 });
    await clock.advanceAsync(5_000);
    // Closed, as soon as it is there.
    expect(models.map(({ openStreams }) => openStreams)).toEqual([0, 0]);
    expect(clock.pendingTimers).toBe(0);
  });
});
