import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerTimes } from './answer-times.js';
import { HedgeBudget } from './hedge-budget.js';
import { resolveHedgeOptions, type HedgeOptions } from './hedge.options.js';

describe('the budget of hedges', () => {
  it('never gives more than its share of the requests and the burst, over any history', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.boolean(), { maxLength: 2_000 }),
        (ratio, burst, steps) => {
          const budget = new HedgeBudget(ratio, burst);
          let requests = 0;
          let hedges = 0;
          for (const asks of steps) {
            budget.earn();
            requests++;
            if (asks && budget.spend()) hedges++;
            expect(hedges).toBeLessThanOrEqual(ratio * requests + burst + 1e-6);
          }
        },
      ),
    );
  });

  it('gives what it has earned', () => {
    const budget = new HedgeBudget(0.25, 1);
    expect([budget.spend(), budget.spend()]).toEqual([true, false]);
    for (let request = 0; request < 4; request++) budget.earn();
    expect([budget.spend(), budget.spend()]).toEqual([true, false]);
  });
});

describe('options of hedging', () => {
  it('have defaults', () => {
    expect(resolveHedgeOptions({ afterMs: '300ms' }, 'hedge')).toEqual({
      afterMs: 300,
      ratio: 0.05,
      burst: 10,
    });
    expect(resolveHedgeOptions({ afterMs: 'p95', ratio: 1, burst: 1 }, 'hedge').afterMs).toBe('p95');
  });

  it.each([
    [{ afterMs: 5 }, 'hedge.afterMs'],
    [{ afterMs: 'p50' }, 'hedge.afterMs'],
    [{ afterMs: 300, ratio: 0 }, 'hedge.ratio'],
    [{ afterMs: 300, ratio: 2 }, 'hedge.ratio'],
    [{ afterMs: 300, burst: 0 }, 'hedge.burst'],
  ])('%j is refused, naming %s', (options, field) => {
    // Wrong on purpose.
    expect(() => resolveHedgeOptions(options as HedgeOptions, 'hedge')).toThrow(field);
  });
});

describe('times of answers', () => {
  const end = (ms: number, firstTokenMs?: number) => ({
    // Only its id is read.
    candidate: { id: 'a/m' } as never,
    profile: { inputTokens: 0, maxOutputTokens: undefined },
    entry: {
      provider: 'a',
      model: 'm',
      outcome: 'answered' as const,
      ms,
      ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    },
    failure: undefined,
    usage: undefined,
    limitHeaders: undefined,
    outputCharacters: 0,
  });

  it('say nothing before 20 answers, and then what 95 % of them needed, streams by their first content', () => {
    const times = new AnswerTimes(new FakeClock());
    for (let ms = 1; ms < 20; ms++) times.attemptEnded(end(ms));
    expect(times.p95('a/m', 'answer')).toBeUndefined();
    times.attemptEnded(end(20));
    expect(times.p95('a/m', 'answer')).toBe(19);
    for (let ms = 1; ms <= 100; ms++) times.attemptEnded(end(5_000, ms));
    expect(times.p95('a/m', 'stream')).toBeGreaterThanOrEqual(85);
    expect(times.p95('a/m', 'stream')).toBeLessThanOrEqual(100);
    expect(times.p95('nobody', 'stream')).toBeUndefined();
  });
});
