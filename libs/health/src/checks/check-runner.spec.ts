import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { CheckRunner } from './check-runner.js';
import { healthChange } from './health-change.js';
import type { CheckFunction } from './indicator.js';

const CANARY = 'postgres://app:s3cr3t-c4nary@db.internal/app';

function runnerOf(check: CheckFunction, clock = new FakeClock()): { runner: CheckRunner; clock: FakeClock } {
  return {
    runner: new CheckRunner({ name: 'store', criticality: 'required', timeoutMs: 100, check }, clock),
    clock,
  };
}

describe('a run of a check', () => {
  it('keeps what it found, when, and how long it took', async () => {
    const clock = new FakeClock();
    const { runner } = runnerOf(() => {
      clock.advance(7);
      return { status: 'degraded', parts: { a: 'down' } };
    }, clock);
    clock.advance(10);
    expect(await runner.run()).toEqual({
      status: 'degraded',
      parts: { a: 'down' },
      end: { kind: 'answered' },
      atMs: 17,
      ms: 7,
    });
    expect(runner.latest?.status).toBe('degraded');
    expect(clock.pendingTimers).toBe(0);
  });

  it('that throws, at once or later, is down, and only the name and code of the error are told', async () => {
    const refused = Object.assign(new TypeError(CANARY, { cause: CANARY }), { code: 'ECONNREFUSED' });
    const atOnce = runnerOf(() => {
      throw refused;
    });
    const later = runnerOf(() => Promise.reject(refused));
    const expected = { status: 'down', end: { kind: 'threw', error: 'TypeError', code: 'ECONNREFUSED' } };
    expect(await atOnce.runner.run()).toMatchObject(expected);
    expect(await later.runner.run()).toMatchObject(expected);
    expect(JSON.stringify(later.runner.latest)).not.toContain('c4nary');
  });

  it.each([
    [CANARY, { kind: 'threw', error: 'string' }],
    [Object.assign(new Error(CANARY), { name: CANARY, code: CANARY }), { kind: 'threw', error: 'Error' }],
    [undefined, { kind: 'threw', error: 'undefined' }],
  ])('that throws something odd is down and quotes none of it', async (thrown, end) => {
    const { runner } = runnerOf(() => Promise.reject(thrown));
    expect((await runner.run()).end).toEqual(end);
  });

  it('is unknown at its deadline, not before, and its signal aborts', async () => {
    let signal: AbortSignal | undefined;
    const { runner, clock } = runnerOf((given) => {
      signal = given;
      return new Promise(() => undefined);
    });
    const run = runner.run();
    await clock.advanceAsync(99);
    expect(runner.latest).toBeUndefined();
    expect(signal?.aborted).toBe(false);
    await clock.advanceAsync(1);
    expect(await run).toMatchObject({ status: 'unknown', end: { kind: 'deadline' }, ms: 100 });
    expect(signal?.aborted).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('that answers after its deadline changes nothing', async () => {
    let answer: (result: { status: 'up' }) => void = () => undefined;
    const { runner, clock } = runnerOf(() => new Promise((resolve) => (answer = resolve)));
    const run = runner.run();
    await clock.advanceAsync(100);
    answer({ status: 'up' });
    await clock.advanceAsync(0);
    expect((await run).status).toBe('unknown');
    expect(runner.latest?.status).toBe('unknown');
  });

  it('is shared by all who ask meanwhile, and no second one starts while the check itself has not returned', async () => {
    let runs = 0;
    let finish: () => void = () => undefined;
    const { runner, clock } = runnerOf(() => {
      runs += 1;
      return new Promise((resolve) => (finish = () => resolve({ status: 'up' })));
    });
    const first = [runner.run(), runner.run(), runner.run()];
    await clock.advanceAsync(100);
    expect(new Set(await Promise.all(first)).size).toBe(1);
    expect((await runner.run()).end).toEqual({ kind: 'still_running' });
    expect(runner.latest?.status).toBe('unknown');
    expect(runs).toBe(1);

    finish();
    await clock.advanceAsync(0);
    const next = runner.run();
    finish();
    expect((await next).status).toBe('up');
    expect(runs).toBe(2);
  });

  it('ends when it is stopped', async () => {
    let signal: AbortSignal | undefined;
    const { runner, clock } = runnerOf((given) => {
      signal = given;
      return new Promise(() => undefined);
    });
    const run = runner.run();
    runner.stop();
    expect((await run).end).toEqual({ kind: 'stopped' });
    expect(signal?.aborted).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('health.change', () => {
  it('is told once per change, with the way the run ended', async () => {
    using changes = collectFacts(healthChange);
    const results: CheckFunction[] = [
      () => ({ status: 'up' }),
      () => ({ status: 'up' }),
      () => Promise.reject(new RangeError(CANARY)),
      () => Promise.reject(new RangeError(CANARY)),
      () => ({ status: 'up' }),
    ];
    let run = 0;
    const { runner } = runnerOf((signal) => results[run++]?.(signal) ?? { status: 'unknown' });
    for (const _ of results) await runner.run();
    const mine = { check: 'store', criticality: 'required' };
    expect(changes.facts).toEqual([
      { ...mine, from: null, to: 'up', end: { kind: 'answered' } },
      { ...mine, from: 'up', to: 'down', end: { kind: 'threw', error: 'RangeError' } },
      { ...mine, from: 'down', to: 'up', end: { kind: 'answered' } },
    ]);
  });
});
