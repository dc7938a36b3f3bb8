import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, openGate, profileOf, requestOf } from './support/admission.js';
import { lane, lives, LivedLife, MINUTE_MS, seen, share } from './support/lived-life.js';
import { ReferenceLimit } from './support/reference-limit.js';

describe('admission in memory, in 10,000 lives beside a reference', () => {
  it('is never above the cap, never blocks without a cause, keeps its word, and gets every reservation back', async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (life) => {
        const clock = new FakeClock();
        const { requests, tokens, headroom } = life;
        const limits = { requestsPerMinute: requests, tokensPerMinute: tokens };
        const gate = await openGate({ clock, headroom, limits: { groq: { limits } } });
        new LivedLife(life, gate, clock).run();
        await gate.close();
      }),
      { numRuns: 10_000 },
    );
    // Lives in which nothing happens would prove nothing.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500);
  }, 120_000);
});

/** What the line lets in, and in which order, with time moved by hand. */
const arrivals = fc.record({
  tokens: fc.integer({ min: 100, max: 5_000 }),
  callers: fc.array(
    fc.record({
      afterMs: fc.integer({ min: 0, max: 3_000 }),
      cost: share,
      patienceMs: fc.integer({ min: 0, max: 20_000 }),
      lastsMs: fc.integer({ min: 1, max: 5_000 }),
      used: share,
      abortsAfterMs: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
    }),
    { minLength: 5, maxLength: 25 },
  ),
});

describe('admission in memory, with callers who wait', () => {
  it('serves in order, within everybody’s patience, never above the cap, and forgets nobody', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ tokens, callers }) => {
        const clock = new FakeClock();
        const gate = await openGate({ clock, limits: { groq: { limits: { tokensPerMinute: tokens } } } });
        const reference = new ReferenceLimit(tokens, MINUTE_MS, 0);
        const waiting: number[] = [];
        const over: Promise<void>[] = [];
        for (const [id, caller] of callers.entries()) {
          await clock.advanceAsync(caller.afterMs);
          const output = Math.floor(caller.cost * (tokens - 1));
          const cost = 1 + output;
          // The estimate of the prompt is right, so that nothing is learned that the reference does not know.
          const profile = profileOf(1, output);
          const controller = new AbortController();
          const cameMs = clock.monotonicMs();
          const stop = (): void => void waiting.splice(waiting.indexOf(id), 1);
          waiting.push(id);
          const end = Promise.resolve(
            gate.enter(
              requestOf(lane, profile, { waitAtMostMs: caller.patienceMs, signal: controller.signal }),
            ),
          ).then(
            (answer) => {
              const nowMs = clock.monotonicMs();
              expect(nowMs - cameMs).toBeLessThanOrEqual(caller.patienceMs);
              if (answer.kind === 'entered') {
                expect(waiting[0], 'somebody was overtaken').toBe(id);
                expect(reference.leftAfter(nowMs, cost)).toBeGreaterThan(-1e-6);
                reference.hold(nowMs, id, cost, Infinity);
                clock.after(caller.lastsMs, () => {
                  const used = { input: 1, output: Math.floor(output * caller.used) };
                  reference.settle(clock.monotonicMs(), id, used.input + used.output);
                  answer.pass.leave(endOf(lane, profile, used));
                });
              }
              // 6 ms of the limit: the room may come with the end of the patience.
              else if (waiting[0] === id)
                expect(reference.leftAfter(nowMs, cost), 'a phantom block').toBeLessThan(1e-4);
              stop();
            },
            (reason: unknown) => {
              expect(reason).toBe('gone');
              stop();
            },
          );
          // A rejection is seen below, when all are over.
          end.catch(() => undefined);
          over.push(end);
          if (caller.abortsAfterMs !== undefined)
            clock.after(caller.abortsAfterMs, () => controller.abort('gone'));
        }
        await clock.advanceAsync(120_000);
        await Promise.all(over);
        expect(waiting).toEqual([]);
        expect(gate.limitsOf([lane])).toMatchObject([{ waiting: 0, limits: [{ remaining: tokens }] }]);
        expect(clock.pendingTimers).toBe(0);
        await gate.close();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
