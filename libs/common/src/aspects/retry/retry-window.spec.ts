import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.js';
import { RetryWindow } from './retry-window.js';

interface Step {
  readonly waitMs: number;
  readonly call: boolean;
}

const steps = fc.array(
  fc.record({
    waitMs: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 1_500 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 60_000 }) },
    ),
    // More retries wanted than calls: an outage.
    call: fc.integer({ min: 0, max: 9 }).map((dice) => dice < 4),
  }),
  { maxLength: 300 },
);
const budgets = fc
  .record({
    ratio: fc.double({ min: 0, max: 1, noNaN: true }),
    reserve: fc.integer({ min: 0, max: 15 }),
    window: fc.integer({ min: 100, max: 20_000 }),
  })
  .map((options) => new RetryBudget(options));

interface Happened {
  readonly atMs: number;
  readonly kind: 'call' | 'retry' | 'refused';
}

function play(budget: RetryBudget, history: readonly Step[], startMs = 0): Happened[] {
  const window = new RetryWindow(budget);
  let atMs = startMs;
  return history.map(({ waitMs, call }): Happened => {
    atMs += waitMs;
    if (!call) return { atMs, kind: window.tryRetry(atMs) ? 'retry' : 'refused' };
    window.countCall(atMs);
    return { atMs, kind: 'call' };
  });
}

function count(events: readonly Happened[], kind: Happened['kind']): number {
  return events.filter((event) => event.kind === kind).length;
}

describe('RetryWindow', () => {
  it('never lets retries exceed ratio * calls + reserve while the clock stands still', () => {
    fc.assert(
      fc.property(budgets, steps, (budget, history) => {
        const events = play(
          budget,
          history.map((step) => ({ ...step, waitMs: 0 })),
        );
        expect(count(events, 'retry')).toBeLessThanOrEqual(
          budget.ratio * count(events, 'call') + budget.reserve,
        );
      }),
    );
  });

  it('never lets them exceed it up to any moment, with one reserve for each window that has begun', () => {
    fc.assert(
      fc.property(budgets, steps, fc.nat(1_000_000), (budget, history, startMs) => {
        const events = play(budget, history, startMs);
        for (let end = 1; end <= events.length; end++) {
          const stretch = events.slice(0, end);
          const elapsedMs = (stretch.at(-1)?.atMs ?? 0) - (stretch[0]?.atMs ?? 0);
          // A window is 10 slices, and one that is cut at both ends takes up a slice less in time.
          const windows = 1 + Math.floor(elapsedMs / (budget.windowMs * 0.9));
          expect(count(stretch, 'retry')).toBeLessThanOrEqual(
            budget.ratio * count(stretch, 'call') + budget.reserve * windows + 1e-9,
          );
        }
      }),
    );
  });

  it('permits exactly the retries that the last ten slices have room for', () => {
    fc.assert(
      fc.property(budgets, steps, fc.nat(1_000_000), (budget, history, startMs) => {
        const events = play(budget, history, startMs);
        for (const [index, event] of events.entries()) {
          if (event.kind === 'call') continue;
          const slice = Math.floor(event.atMs / (budget.windowMs / 10));
          const seen = events
            .slice(0, index)
            .filter(({ atMs }) => Math.floor(atMs / (budget.windowMs / 10)) > slice - 10);
          const room = budget.ratio * count(seen, 'call') + budget.reserve - count(seen, 'retry');
          expect(event.kind).toBe(room >= 1 ? 'retry' : 'refused');
        }
      }),
    );
  });

  it('counts a tenth of the window exactly, and forgets all after a pause of any length', () => {
    const window = new RetryWindow(new RetryBudget({ ratio: 0, reserve: 2, window: '10s' }));
    expect([window.tryRetry(500), window.tryRetry(1_500), window.tryRetry(9_999)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([window.tryRetry(10_000), window.tryRetry(10_999)]).toEqual([true, false]);
    expect(window.counts).toEqual({ calls: 0, retries: 2 });
    expect([window.tryRetry(1e12), window.tryRetry(1e12), window.tryRetry(1e12)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
