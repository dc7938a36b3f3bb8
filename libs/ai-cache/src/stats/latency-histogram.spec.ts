import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistogram } from './latency-histogram.js';

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
