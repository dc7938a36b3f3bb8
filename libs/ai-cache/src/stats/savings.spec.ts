import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './latency-histogram.js';
import { SavingsLedger } from './savings-ledger.js';

describe('percentiles of durations', () => {
  it('are within 4.5 % of the sample at their rank', () => {
    const durations = fc.array(fc.double({ min: 0.001, max: 4_000_000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(durations, (samples) => {
        const histogram = new LatencyHistogram();
        for (const each of samples) histogram.record(each);
        const sorted = samples.toSorted((left, right) => left - right);
        const percentiles = histogram.percentiles();
        expect(percentiles?.samples).toBe(samples.length);
        for (const [name, share] of [
          ['p50', 0.5],
          ['p95', 0.95],
          ['p99', 0.99],
        ] as const) {
          const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
          expect(Math.abs((percentiles?.[name] ?? 0) / exact - 1)).toBeLessThan(0.045);
        }
      }),
    );
  });

  it('count what is beyond the edges at the edges, and nothing that is no duration', () => {
    const histogram = new LatencyHistogram();
    expect(histogram.percentiles()).toBeNull();
    for (const none of [-1, Number.NaN]) histogram.record(none);
    expect(histogram.percentiles()).toBeNull();
    for (const edge of [0, 1e-9, 1e12, Infinity]) histogram.record(edge);
    expect(histogram.percentiles()).toMatchObject({ samples: 4 });
    expect(histogram.percentiles()?.p50).toBeLessThan(0.002);
    expect(histogram.percentiles()?.p99).toBeGreaterThan(4_000_000);
  });
});

describe('savings', () => {
  it('tell by namespace what was answered by whom, how fast, and what it would have cost', () => {
    const ledger = new SavingsLedger();
    const a = ledger.of('a');
    a.hit({ kind: 'exact', tier: 'l1', bytes: 10, savedMs: 300, savedMicroDollars: 1_500 });
    a.hit({ kind: 'exact', tier: 'l1' });
    a.hit({ kind: 'exact', tier: 'l2', ms: 2, bytes: 5, savedMs: 100, savedMicroDollars: 500 });
    a.miss(400);
    a.miss(undefined);
    ledger.of('b').hit({ kind: 'exact', tier: 'flight', ms: 200 });
    const { a: ofA, b: ofB } = ledger.byNamespace();
    expect(ofA).toMatchObject({
      hits: { exact: { l1: 2, l2: 1 } },
      misses: 2,
      hitMs: { samples: 1 },
      missMs: { samples: 1 },
      bytes: 15,
      savedMs: 400,
      savedMicroDollars: 2_000,
    });
    expect(ofB).toMatchObject({ hits: { exact: { flight: 1 } }, misses: 0, missMs: null });
    expect(ledger.total()).toMatchObject({
      hits: { exact: { l1: 2, l2: 1, flight: 1 } },
      misses: 2,
      hitMs: { samples: 2 },
      missMs: { samples: 1 },
      bytes: 15,
      savedMs: 400,
      savedMicroDollars: 2_000,
    });
  });

  it('are kept for 100 namespaces by name and for all others together', () => {
    const ledger = new SavingsLedger();
    for (let n = 0; n < 1_000; n++) ledger.of(`n${n}`).miss(1);
    expect(Object.keys(ledger.byNamespace())).toHaveLength(101);
    expect(ledger.byNamespace()['other']?.misses).toBe(900);
    expect(ledger.total().misses).toBe(1_000);
  });

  it('are those of the moment they were asked for', () => {
    const ledger = new SavingsLedger();
    const before = ledger.total();
    ledger.of('a').hit({ kind: 'exact', tier: 'l1' });
    expect(before.hits).toEqual({});
  });
});
