import { expect, it } from 'vitest';
import { HandClock } from './fixtures/hand-clock.js';
import { micro } from './measurement.js';
import { runMicro } from './micro.runner.js';

/** Batches of 1 ms, so that a contender of 1,000 ns needs 1,024 operations (the next power of two). */
const options = { batchMs: 1, batches: 3 };

it('gives the median over rounds of the median over batches, per operation', async () => {
  const clock = new HandClock();
  // ns per operation, batch by batch: an outlier in a round, and one round that was slow as a whole
  const script = [1_000, 90_000, 1_020, /**/ 5_000, 5_000, 5_000, /**/ 1_040, 1_040, 1];
  let measured = 0;
  const ours = (n: number): void => {
    if (n < 1_024) return clock.advance(n * 999); // calibration
    clock.advance(n * (measured === 0 ? 1_000 : (script[measured - 1] ?? Number.NaN)));
    measured += 1;
  };
  const { ours: figures } = await runMicro(micro({ ours }, options), 3, clock);
  expect(measured).toBe(1 + 9);
  expect(figures).toEqual({ rounds: [1_020, 5_000, 1_040], nsPerOp: 1_040, iqrNs: 1_990 });
});

it('measures every contender once in every round, in changing order, each after the one before has settled', async () => {
  const clock = new HandClock();
  const contender = (name: string) => (n: number) => {
    if (n === 1_024) clock.events.push(name);
    clock.advance(n * 1_000);
  };
  const contenders = { a: contender('a'), b: contender('b') };
  await runMicro(micro(contenders, { ...options, batches: 1 }), 4, clock);
  const turns = clock.events.join(' ').replace('a b ', ''); // the last steps of the calibrations
  expect(turns).toBe(
    'settle a settle b 1/4 settle b settle a 2/4 settle a settle b 3/4 settle b settle a 4/4',
  );
});

it('waits for an asynchronous run before it stops the clock', async () => {
  const clock = new HandClock();
  const ours = async (n: number): Promise<void> => {
    await Promise.resolve();
    clock.advance(n * 2_000);
  };
  const { ours: figures } = await runMicro(micro({ ours }, options), 1, clock);
  expect(figures.nsPerOp).toBe(2_000);
});

it('gives up on a contender that does no work', async () => {
  await expect(runMicro(micro({ idle: () => undefined }, options), 1, new HandClock())).rejects.toThrow(
    /idle does .* it does not do its work/,
  );
});

it('passes on what a contender throws', async () => {
  const failing = (): never => {
    throw new Error('broken contender');
  };
  await expect(runMicro(micro({ failing }, options), 1, new HandClock())).rejects.toThrow('broken contender');
});
