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
    discard: () => seen.push('discarded'),
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
    second: async (join) => {
      if (startMs > 0) await new Promise<void>((resolve) => clock.after(startMs, resolve));
      if (!second) return;
      join(() => {
        const runner = watched('second', second, clock);
        runners.push(runner);
        return runner;
      });
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
    ).toEqual({ outcome: 'second', endedAtMs: 15, seen: [['outrun', 'discarded'], []] });
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

  it('lets nobody join when it is over, and does not hear why nobody came', async () => {
    const clock = new FakeClock();
    const first = watched('first', { ms: 15, fails: false }, clock);
    const joined: boolean[] = [];
    const ended = race(first, {
      clock,
      afterMs: 10,
      second: async (join) => {
        await new Promise<void>((resolve) => clock.after(20, resolve));
        joined.push(join(() => watched('second', { ms: 1, fails: false }, clock)));
        throw new Error('no company');
      },
    });
    await clock.advanceAsync(100);
    expect((await ended)?.result).toBe('first');
    expect([joined, first.seen, clock.pendingTimers]).toEqual([[false], [], 0]);
  });

  it('fails with what keeps the second one from being brought, and ends the first', async () => {
    const clock = new FakeClock();
    const first = watched('first', { ms: 15, fails: false }, clock);
    const ended = race(first, {
      clock,
      afterMs: 10,
      second: () => Promise.reject(new Error('no company')),
    }).catch(String);
    await clock.advanceAsync(10);
    expect([await ended, first.seen]).toEqual(['Error: no company', ['outrun']]);
  });

  it('has one end, and each that ran one fate, whatever the times and failures are', async () => {
    await fc.assert(
      fc.asyncProperty(setting, async (how) => {
        const { outcome, seen } = await run(how);
        const names = ['first', 'second'];
        expect(outcome).not.toBe('open');
        for (const [index, fates] of seen.entries()) {
          // Discarded is what an outrun one has all the same.
          const ends = fates.filter((fate) => fate !== 'discarded');
          expect(ends.length).toBe(outcome === names[index] ? 0 : 1);
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
