import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hedgedPoolOn, type HedgedPoolOptions, type Ended } from '../hedging/testing/hedged-pool.js';
import { textOfTimed } from '../hedging/testing/timed-models.js';

const hedgedPool = (options: HedgedPoolOptions) => hedgedPoolOn(new FakeClock(), options);

const plan = fc.record({
  ms: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((tens) => tens * 10),
    fc.constant(Infinity),
  ),
  fails: fc.option(fc.constantFrom(400, 401, 429, 500, 503), { nil: undefined, freq: 2 }),
  deaf: fc.boolean(),
  pauseMs: fc.constantFrom(0, 30),
});

const situation = fc.record({
  how: fc.constantFrom('answer' as const, 'stream' as const),
  plans: fc.array(plan, { minLength: 2, maxLength: 3 }),
  afterMs: fc.integer({ min: 1, max: 20 }).map((tens) => tens * 10),
  attempts: fc.integer({ min: 1, max: 4 }),
  abortMs: fc.option(
    fc.integer({ min: 0, max: 40 }).map((tens) => tens * 10),
    { nil: undefined },
  ),
  /** Several timers fire without a turn between them. */
  inOneTurn: fc.boolean(),
});

describe('a hedged request, whatever its attempts do', () => {
  it('has one answer or one error, the words of one candidate, and an end for every attempt', async () => {
    let hedged = 0;
    await fc.assert(
      fc.asyncProperty(situation, async ({ how, plans, afterMs, attempts, abortMs, inOneTurn }) => {
        const { pool, clock, models, begin } = hedgedPool({
          plans: plans.map(({ fails, ...rest }) => (fails === undefined ? rest : { ...rest, fails })),
          chat: { hedge: { afterMs, burst: 1_000 }, attempts, deadlineMs: 2_000 },
        });
        const caller = new AbortController();
        if (abortMs !== undefined) clock.after(abortMs, () => caller.abort('left'));
        const ends: Ended[] = [];
        void begin(how, { call: { abortSignal: caller.signal } }).then((end) => ends.push(end));
        for (let turn = 0; turn < 300 && ends.length === 0; turn++) {
          if (inOneTurn) clock.advance(10);
          await clock.advanceAsync(inOneTurn ? 0 : 10);
        }
        const [end] = ends;
        expect(end).toBeDefined();
        // What hangs about behind the end of the request gets its time, too.
        await clock.advanceAsync(5_000);
        const ended = pool.money.ledger.recent();
        const started = models.map(({ startedMs }, index) => `${'abc'.charAt(index)} ${startedMs.length}`);
        const closed = models.map((_, index) => {
          const name = 'abc'.charAt(index);
          return `${name} ${ended.filter(({ provider }) => provider === name).length}`;
        });
        expect(closed).toEqual(started);
        expect(ended.length).toBeLessThanOrEqual(attempts);
        if (end?.error === undefined) {
          const answered = ended.filter(({ outcome }) => outcome === 'answered');
          expect(answered.map(({ provider }) => textOfTimed(provider ?? 'nobody'))).toEqual([end?.text]);
          expect(end?.routing?.chosen).toBe(`${answered[0]?.provider}/m`);
          expect(end?.routing?.attempts).toHaveLength(ended.length);
          expect(end?.routing?.attempts.at(-1)?.outcome).toBe('answered');
          if (end?.routing?.reason.includes('quicker than')) hedged += 1;
        } else {
          expect(ended.filter(({ outcome }) => outcome === 'answered')).toEqual([]);
        }
        expect(models.map(({ openStreams }) => openStreams)).toEqual(models.map(() => 0));
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: 300 },
    );
    // The situations are not all trivial.
    expect(hedged).toBeGreaterThan(10);
  });
});
