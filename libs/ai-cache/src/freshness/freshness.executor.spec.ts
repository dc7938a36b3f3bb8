import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { FactoryTimeoutError } from './factory-timeout.error.js';
import { FreshnessExecutor, type FreshCall } from './freshness.executor.js';
import { cacheRefreshTrouble } from './freshness.facts.js';
import { resolveFreshness, type FreshnessOptions } from './freshness.options.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the executor of freshness', () => {
  let clock: FakeClock;
  let executor: FreshnessExecutor;

  /** A computation that is ended by hand. */
  function factory(): PromiseWithResolvers<string> & {
    compute: (signal: AbortSignal) => Promise<string>;
    signals: AbortSignal[];
  } {
    const gate = Promise.withResolvers<string>();
    const signals: AbortSignal[] = [];
    const compute = (signal: AbortSignal): Promise<string> => {
      signals.push(signal);
      signal.addEventListener('abort', () => gate.reject(signal.reason));
      return gate.promise;
    };
    return { ...gate, compute, signals };
  }

  function call(
    compute: FreshCall<string>['compute'],
    options: FreshnessOptions,
    change: { remainingMs?: number; identity?: string; signal?: AbortSignal; held?: undefined } = {},
  ): FreshCall<string> {
    const { remainingMs = -10, identity = 'k', signal } = change;
    const held = 'held' in change ? undefined : { result: 'old', remainingMs, factoryMs: 100 };
    return { identity, namespace: 'test', options: resolveFreshness(options), held, compute, signal };
  }

  beforeEach(() => {
    clock = new FakeClock();
    executor = new FreshnessExecutor({ clock, random: () => 0.5, mostRefreshes: 3 });
  });

  it('serves what is stale at once, and computes it anew once for all who ask meanwhile', async () => {
    const work = factory();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => executor.obtain(call(work.compute, { staleFor: '1s' }))),
    );
    expect(new Set(answers)).toEqual(new Set(['old']));
    expect(work.signals).toHaveLength(1);
    work.resolve('new');
    await turn();
    expect(executor.refreshes.size).toBe(0);
  });

  it('bounds the computations in the background, and says what it dropped', async () => {
    using facts = collectFacts(cacheRefreshTrouble);
    const work = factory();
    for (let n = 0; n < 5; n++)
      await executor.obtain(call(work.compute, { staleFor: '1s' }, { identity: `k${n}` }));
    await turn();
    expect(work.signals).toHaveLength(3);
    expect(facts.facts).toEqual([
      { namespace: 'test', what: 'refresh-dropped' },
      { namespace: 'test', what: 'refresh-dropped' },
    ]);
    work.resolve('new');
  });

  it('lets an older answer stand in for a failure, and leaves the computation alone for the time of the throttle', async () => {
    let calls = 0;
    const failing = (): Promise<string> => {
      calls += 1;
      return Promise.reject(new Error('upstream'));
    };
    const options = { failSafeFor: '1m', failSafeThrottle: '2s' } as const;
    for (let n = 0; n < 10; n++) await expect(executor.obtain(call(failing, options))).resolves.toBe('old');
    expect(calls).toBe(1);
    clock.advance(2_000);
    await executor.obtain(call(failing, options));
    expect(calls).toBe(2);
    await expect(
      executor.obtain(call(failing, options, { identity: 'none', held: undefined })),
    ).rejects.toThrow('upstream');
  });

  it('says why it computes', async () => {
    const eager = new FreshnessExecutor({ clock, random: () => 1e-9 });
    const why: string[] = [];
    const compute: FreshCall<string>['compute'] = async (_, reason) => {
      why.push(reason);
      return 'new';
    };
    const options = { staleFor: 20, earlyRefresh: 1 } as const;
    await eager.obtain(call(compute, options, { identity: 'a', held: undefined }));
    await eager.obtain(call(compute, options, { identity: 'b', remainingMs: -30 }));
    await eager.obtain(call(compute, options, { identity: 'c', remainingMs: -10 }));
    await turn();
    await eager.obtain(call(compute, options, { identity: 'd', remainingMs: 10 }));
    await turn();
    expect(why).toEqual(['missing', 'stale', 'stale', 'early']);
  });

  it('forgets a failure with the next success', async () => {
    const options = { failSafeFor: '1m', failSafeThrottle: '1h' } as const;
    await executor.obtain(call(() => Promise.reject(new Error('upstream')), options));
    await executor.obtain(call(async () => 'new', options, { held: undefined }));
    await expect(executor.obtain(call(async () => 'newer', options))).resolves.toBe('newer');
  });

  it('serves the older answer after the soft timeout, while the computation goes on', async () => {
    const work = factory();
    const options = { failSafeFor: '1m', softTimeout: 100, hardTimeout: 1_000 } as const;
    const answer = executor.obtain(call(work.compute, options));
    await clock.advanceAsync(100);
    await expect(answer).resolves.toBe('old');
    expect(executor.refreshes.size).toBe(1);
    expect(work.signals[0]?.aborted).toBe(false);
    work.resolve('new');
    await turn();
    expect(executor.refreshes.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  it('aborts at the hard timeout what goes on in the background, too', async () => {
    const work = factory();
    const options = { failSafeFor: '1m', softTimeout: 100, hardTimeout: 1_000 } as const;
    const answer = executor.obtain(call(work.compute, options));
    await clock.advanceAsync(1_000);
    await expect(answer).resolves.toBe('old');
    expect(work.signals[0]?.reason).toBeInstanceOf(FactoryTimeoutError);
    expect(executor.refreshes.size).toBe(0);
  });

  it('waits beyond the soft timeout when nothing can stand in, and rejects at the hard one', async () => {
    const work = factory();
    const options = { softTimeout: 100, hardTimeout: 1_000 } as const;
    const answer = executor.obtain(call(work.compute, options, { held: undefined }));
    const outcome = answer.catch((error: unknown) => error);
    await clock.advanceAsync(999);
    expect(work.signals[0]?.aborted).toBe(false);
    await clock.advanceAsync(1);
    expect(await outcome).toMatchObject({ code: 'CACHE_FACTORY_TIMEOUT', retryable: true });
    expect(work.signals[0]?.aborted).toBe(true);
  });

  it('gives a caller that leaves its own reason, whatever could stand in', async () => {
    const work = factory();
    const caller = new AbortController();
    const answer = executor.obtain(call(work.compute, { failSafeFor: '1m' }, { signal: caller.signal }));
    caller.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    expect(work.signals[0]?.aborted).toBe(true);
  });

  it('aborts at the end what runs in the background, and rejects nowhere', async () => {
    using facts = collectFacts(cacheRefreshTrouble);
    const work = factory();
    await executor.obtain(call(work.compute, { staleFor: '1s' }));
    await turn();
    executor.close();
    await turn();
    expect(work.signals[0]?.aborted).toBe(true);
    expect(executor.refreshes.size).toBe(0);
    expect(facts.facts).toEqual([{ namespace: 'test', what: 'refresh-failed' }]);
    await executor.obtain(call(work.compute, { staleFor: '1s' }));
    expect(work.signals).toHaveLength(1);
  });
});
