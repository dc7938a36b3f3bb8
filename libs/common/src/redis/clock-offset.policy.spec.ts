import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnOffset, type ClockOffset } from './clock-offset.policy.js';

const delays = fc.array(
  fc.record({
    pause: fc.integer({ min: 0, max: 3_000 }),
    there: fc.integer({ min: 0, max: 80 }),
    back: fc.integer({ min: 0, max: 80 }),
  }),
  { minLength: 1, maxLength: 50 },
);

describe('the offset of Redis’ clock', () => {
  it('is never taken for more than it is, so no late command seems to be in time', () => {
    fc.assert(
      fc.property(delays, fc.integer({ min: -1_000_000, max: 2 ** 41 }), (samples, trueOffset) => {
        let known: ClockOffset | undefined;
        let nowMs = 0;
        for (const { pause, there, back } of samples) {
          const sentMs = nowMs + pause;
          const receivedMs = sentMs + there + back;
          known = learnOffset(known, { sentMs, receivedMs, redisMs: sentMs + there + trueOffset });
          nowMs = receivedMs;
          expect(known.aheadMs).toBeLessThanOrEqual(trueOffset);
          expect(known.aheadMs).toBeGreaterThanOrEqual(trueOffset - 80);
        }
      }),
    );
  });

  it('keeps the best estimate for a while', () => {
    const quick = learnOffset(undefined, { sentMs: 0, receivedMs: 1, redisMs: 500 });
    const slow = { sentMs: 100, receivedMs: 160, redisMs: 600 };
    expect(learnOffset(quick, slow)).toBe(quick);
    const muchLater = { sentMs: 20_100, receivedMs: 20_160, redisMs: 20_600 };
    expect(learnOffset(quick, muchLater)).toEqual({ aheadMs: 440, learntAtMs: 20_160 });
  });

  it.each([-3_600_000, 3_600_000])('follows at once when Redis’ clock jumps by %d ms', (jump) => {
    const before = learnOffset(undefined, { sentMs: 0, receivedMs: 1, redisMs: 500 });
    const after = learnOffset(before, { sentMs: 10, receivedMs: 12, redisMs: 510 + jump });
    expect(after.aheadMs).toBe(498 + jump);
  });
});
