import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.js';

const steps = fc.array(
  fc.record({ afterMs: fc.integer({ min: -500, max: 5_000 }), amount: fc.integer({ min: 0, max: 40 }) }),
  { minLength: 1, maxLength: 200 },
);
const sizes = fc.record({
  capacity: fc.integer({ min: 1, max: 100 }),
  windowMs: fc.integer({ min: 1, max: 100_000 }),
});

describe('a token bucket', () => {
  it('never admits more than its capacity and what flowed in, in any stretch of time', () => {
    fc.assert(
      fc.property(sizes, steps, (size, moves) => {
        let now = 1_000_000;
        let latest = now;
        const bucket = new TokenBucket(size, now);
        const admitted: { at: number; amount: number }[] = [];
        for (const { afterMs, amount } of moves) {
          now += afterMs;
          latest = Math.max(latest, now);
          if (bucket.take(amount, now)) admitted.push({ at: latest, amount });
        }
        for (let from = 0; from < admitted.length; from += 1) {
          let sum = 0;
          const start = admitted[from]?.at ?? 0;
          for (const { at, amount } of admitted.slice(from)) {
            sum += amount;
            const inflow = ((at - start) * size.capacity) / size.windowMs;
            expect(sum).toBeLessThanOrEqual(size.capacity + inflow + 1e-3);
          }
        }
      }),
    );
  });

  it('admits after exactly the wait it names, and not two milliseconds earlier', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (size, first, second) => {
          fc.pre(first <= size.capacity && second <= size.capacity);
          const bucket = new TokenBucket(size, 0);
          bucket.take(first, 0);
          const waitMs = bucket.waitMs(second, 0);
          expect(waitMs >= 2 && bucket.take(second, waitMs - 2)).toBe(false);
          expect(bucket.take(second, waitMs)).toBe(true);
        },
      ),
    );
  });

  it('takes whole or not at all', () => {
    const bucket = new TokenBucket({ capacity: 10, windowMs: 1_000 }, 0);
    expect(bucket.take(7, 0)).toBe(true);
    expect(bucket.take(4, 0)).toBe(false);
    expect(bucket.remaining(0)).toBe(3);
    expect(bucket.resetMs(0)).toBe(700);
  });

  it('says that more than it can hold never comes', () => {
    const bucket = new TokenBucket({ capacity: 10, windowMs: 1_000 }, 0);
    expect(bucket.waitMs(11, 0)).toBe(Infinity);
    expect(bucket.take(11, 1e9)).toBe(false);
  });
});
