import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { race, type Runner } from './race.js';

/** Takes so long, and then answers with its name or fails. */
interface Plan {
  readonly ms: number;
  readonly fails: boolean;
}

interface Watched extends Runner<string> {
  readonly seen: string[];
}

function watched(name: string, { ms, fails }: Plan, clock: FakeClock): Watched {
  const seen: string[] = [];
  return {
    seen,
    result: new Promise((resolve, reject) => {
      clock.after(ms, () => (fails ? reject(new Error(name)) : resolve(name)));
    }),
    failed: () => seen.push('failed'),
    outrun: () => seen.push('outrun'),
  };
}

interface Setting {
  readonly first: Plan;
  readonly second: Plan | undefined;
  readonly afterMs: number;
  readonly startMs: number;
}

async function run({ first, second, afterMs, startMs }: Setting) {
  const clock = new FakeClock();
  const runners: Watched[] = [watched('first', first, clock)];
  let endedAtMs = Number.NaN;
  let outcome: string | undefined | 'open' = 'open';
  const began = clock.monotonicMs();
  const [alone] = runners;
  if (!alone) throw new Error('There is a first one.');
  void race(alone, {
    clock,
    afterMs,
    second: async (wanted) => {
      if (startMs > 0) await new Promise<void>((resolve) => clock.after(startMs, resolve));
      if (!second || !wanted()) return undefined;
      const runner = watched('second', second, clock);
      runners.push(runner);
      return runner;
    },
  }).then((end) => {
    outcome = end?.result;
    endedAtMs = clock.monotonicMs() - began;
  });
  for (let turn = 0; turn < 60; turn++) await clock.advanceAsync(1);
  return { outcome, endedAtMs, seen: runners.map(({ seen }) => seen) };
}

const plan = fc.record({ ms: fc.integer({ min: 1, max: 20 }), fails: fc.boolean() });
const setting = fc.record({
  first: plan,
  second: fc.option(plan, { nil: undefined }),
  afterMs: fc.integer({ min: 1, max: 20 }),
  startMs: fc.integer({ min: 0, max: 10 }),
});

describe('a race', () => {
  it('is over without a second one when the first is quick', async () => {
    expect(
      await run({
        first: { ms: 5, fails: false },
        second: { ms: 1, fails: false },
        afterMs: 10,
        startMs: 0,
      }),
    ).toEqual({ outcome: 'first', endedAtMs: 5, seen: [[]] });
  });

  it('is won by the quicker one, and the other hears of it', async () => {
    expect(
      await run({
        first: { ms: 30, fails: false },
        second: { ms: 5, fails: false },
        afterMs: 10,
        startMs: 0,
      }),
    ).toEqual({ outcome: 'second', endedAtMs: 15, seen: [['outrun'], []] });
  });

  it('goes on with one when the other fails', async () => {
    expect(
      await run({ first: { ms: 12, fails: true }, second: { ms: 9, fails: false }, afterMs: 10, startMs: 0 }),
    ).toEqual({ outcome: 'second', endedAtMs: 19, seen: [['failed'], []] });
  });

  it('ends without a result when both fail', async () => {
    expect(
      await run({ first: { ms: 12, fails: true }, second: { ms: 9, fails: true }, afterMs: 10, startMs: 0 }),
    ).toEqual({ outcome: undefined, endedAtMs: 19, seen: [['failed'], ['failed']] });
  });

  it('has one end, and each that ran one fate, whatever the times and failures are', async () => {
    await fc.assert(
      fc.asyncProperty(setting, async (how) => {
        const { outcome, seen } = await run(how);
        const names = ['first', 'second'];
        expect(outcome).not.toBe('open');
        for (const [index, fates] of seen.entries()) {
          expect(fates.length).toBe(outcome === names[index] ? 0 : 1);
        }
        const healthy = [how.first, ...(seen.length > 1 && how.second ? [how.second] : [])].filter(
          ({ fails }) => !fails,
        );
        expect(outcome !== undefined).toBe(healthy.length > 0);
      }),
      { numRuns: 300 },
    );
  });
});
