import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideGcra } from './gcra.policy.js';
import { multiplyDivide, type Span } from './span.js';
import { costOf, rates, steps } from '../../../../test/e2e/rate-limit/support/arbitraries.js';

describe('the GCRA policy', () => {
  it('admits a rejected call after retryAfterMs and not 1 ms earlier', () => {
    let rejected = 0;
    fc.assert(
      fc.property(rates, steps, (rate, calls) => {
        let nowMs = 1_000_000;
        let tat: Span | undefined;
        for (const { gap, share } of calls) {
          nowMs += Math.round(gap * rate.periodMs);
          const cost = costOf(rate, share);
          const outcome = decideGcra({ nowMs, tat, rate, cost });
          if (outcome.allowed) {
            tat = outcome.nextState;
            continue;
          }
          rejected++;
          expect(decideGcra({ nowMs: nowMs + outcome.retryAfterMs, tat, rate, cost }).allowed).toBe(true);
          expect(decideGcra({ nowMs: nowMs + outcome.retryAfterMs - 1, tat, rate, cost }).allowed).toBe(
            false,
          );
        }
      }),
      { numRuns: 10_000 },
    );
    expect(rejected).toBeGreaterThan(5_000);
  });

  it('says how many calls remain, and admits just as many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 50, max: 9_999 }), (limit, periodMs) => {
        const rate = { limit, periodMs, burst: limit };
        let tat: Span | undefined;
        for (let remaining = limit - 1; remaining >= 0; remaining--) {
          const outcome = decideGcra({ nowMs: 0, tat, rate, cost: 1 });
          expect(outcome).toMatchObject({ allowed: true, remaining });
          if (outcome.allowed) tat = outcome.nextState;
        }
        expect(decideGcra({ nowMs: 0, tat, rate, cost: 1 }).allowed).toBe(false);
      }),
    );
  });

  it('admits at most limit + burst calls in any stretch as long as the period, and limit + 1 with a burst of 1', () => {
    for (const burst of [1, 3, 10]) {
      const rate = { limit: 10, periodMs: 2_000, burst };
      const admittedAt: number[] = [];
      let tat: Span | undefined;
      for (let nowMs = 0; nowMs < 10_000; nowMs++) {
        const outcome = decideGcra({ nowMs, tat, rate, cost: 1 });
        if (!outcome.allowed) continue;
        tat = outcome.nextState;
        admittedAt.push(nowMs);
      }
      const mostInAPeriod = Math.max(
        ...admittedAt.map(
          (from) => admittedAt.filter((at) => at >= from && at <= from + rate.periodMs).length,
        ),
      );
      expect(mostInAPeriod).toBe(rate.limit + burst);
    }
  });
});

describe('multiplyDivide', () => {
  it('is exact, beyond 2^53 too', () => {
    const factor = fc.integer({ min: 0, max: 2 ** 33 });
    fc.assert(
      fc.property(factor, factor, factor, fc.integer({ min: 2 ** 10, max: 2 ** 33 }), (a, b, c, d) => {
        const dividend = BigInt(a) * BigInt(b) + BigInt(c);
        const [quotient, rest] = multiplyDivide(a, b, c, d);
        // A quotient beyond 2^53 cannot be a number; no limit within the accepted range gives one.
        fc.pre(dividend / BigInt(d) <= BigInt(Number.MAX_SAFE_INTEGER));
        expect([BigInt(quotient), BigInt(rest)]).toEqual([dividend / BigInt(d), dividend % BigInt(d)]);
      }),
      { numRuns: 5_000 },
    );
  });
});
