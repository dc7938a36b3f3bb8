import fc from 'fast-check';
import type { GcraRate } from '@hydrogenai/rate-limit';

const A_MONTH_MS = 30 * 24 * 60 * 60 * 1_000;

/** Every accepted rate, small ones often. */
export const rates: fc.Arbitrary<GcraRate> = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1_000_000_000 })),
    fc.oneof(fc.integer({ min: 50, max: 5_000 }), fc.integer({ min: 50, max: A_MONTH_MS })),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([limit, periodMs, depth]) => ({ limit, periodMs, burst: Math.max(1, Math.round(depth * limit)) }));

/** Time since the call before as a share of the period, and cost as a share of the burst, so that buckets fill and drain. */
export const steps = fc.array(
  fc.record({
    gap: fc.oneof(
      fc.constant(0),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
      fc.double({ min: 0, max: 1.2, noNaN: true }),
    ),
    share: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
  }),
  { minLength: 1, maxLength: 40 },
);

export function costOf(rate: GcraRate, share: number): number {
  return Math.max(1, Math.round(share * rate.burst));
}
