import { FakeClock } from '@hydrogenai/common/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackgroundCheck } from './background-check.js';
import type { CheckFunction } from './indicator.js';
import { pauseMs } from './schedule.policy.js';

const PERIOD_MS = 1_000;

function background(check: CheckFunction, clock: FakeClock): BackgroundCheck {
  return new BackgroundCheck(
    { name: 'store', criticality: 'required', timeoutMs: 100, check },
    PERIOD_MS,
    clock,
  );
}

describe('a background check', () => {
  it('is unknown before its first run, and then as old as its last one', async () => {
    const clock = new FakeClock();
    const check = background(() => ({ status: 'up' }), clock);
    expect(check.hasRun).toBe(false);
    expect(check.snapshot()).toMatchObject({ status: 'unknown', ageMs: null });
    await check.run();
    clock.advance(250.7);
    expect(check.hasRun).toBe(true);
    expect(check.snapshot()).toMatchObject({ status: 'up', ageMs: 250 });
  });

  it('runs at once and then every period, a tenth more or less, whoever looks', async () => {
    const clock = new FakeClock();
    const at: number[] = [];
    const check = background(() => {
      at.push(clock.monotonicMs());
      return { status: 'up' };
    }, clock);
    check.start();
    check.start();
    await clock.advanceAsync(0);
    expect(at).toEqual([0]);
    for (let step = 0; step < 100; step++) {
      await clock.advanceAsync(100);
      check.snapshot();
    }
    expect(at.length).toBeGreaterThanOrEqual(10);
    expect(at.length).toBeLessThanOrEqual(12);
    check.stop();
  });

  it('goes on after a run that hung and after one that threw', async () => {
    const clock = new FakeClock();
    const ways: CheckFunction[] = [
      (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('late')))),
      () => Promise.reject(new Error('refused')),
      () => ({ status: 'up' }),
    ];
    let run = 0;
    const check = background((signal) => ways[run++]?.(signal) ?? { status: 'up' }, clock);
    check.start();
    await clock.advanceAsync(100);
    expect(check.snapshot().status).toBe('unknown');
    await clock.advanceAsync(PERIOD_MS * 1.1);
    expect(check.snapshot().status).toBe('down');
    await clock.advanceAsync(PERIOD_MS * 1.1);
    expect(check.snapshot().status).toBe('up');
    check.stop();
  });

  it('is unknown when its result is older than three periods, and says so with its age', async () => {
    const clock = new FakeClock();
    const check = background(() => ({ status: 'up', parts: { a: 'up' } }), clock);
    await check.run();
    clock.advance(3 * PERIOD_MS);
    expect(check.snapshot()).toMatchObject({ status: 'up', parts: { a: 'up' } });
    clock.advance(1);
    expect(check.snapshot()).toMatchObject({ status: 'unknown', parts: {}, ageMs: 3 * PERIOD_MS + 1 });
  });

  it('leaves no timer when it is stopped, in a pause or in a run', async () => {
    const clock = new FakeClock();
    const pausing = background(() => ({ status: 'up' }), clock);
    pausing.start();
    await clock.advanceAsync(10);
    expect(clock.pendingTimers).toBe(1);
    pausing.stop();
    expect(clock.pendingTimers).toBe(0);

    const running = background(() => new Promise(() => undefined), clock);
    running.start();
    await clock.advanceAsync(10);
    running.stop();
    await clock.advanceAsync(10);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('pauseMs', () => {
  it('is within a tenth of the period, and reaches both ends', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
        expect(Math.abs(pauseMs(PERIOD_MS, random) - PERIOD_MS)).toBeLessThanOrEqual(100 + 1e-9);
      }),
    );
    expect(pauseMs(PERIOD_MS, 0)).toBeCloseTo(900);
    expect(pauseMs(PERIOD_MS, 1)).toBeCloseTo(1_100);
  });
});
