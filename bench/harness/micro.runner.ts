import type { MicroFigures, MicroMeasurement, MicroRun } from './measurement.js';
import type { Instruments } from './instruments.js';
import { interquartileRange, median, shuffled } from './statistics.policy.js';

/** A contender that is optimised away would double its batch for ever; no real operation is faster than this. */
const MOST_OPERATIONS = 1e10;

/** Measures all contenders in every round, in an order that changes by chance. */
export async function runMicro<Name extends string>(
  { contenders, options }: MicroMeasurement<Name>,
  rounds: number,
  instruments: Instruments,
): Promise<Record<Name, MicroFigures>> {
  const prepared: { name: string; run: MicroRun; n: number; medians: number[] }[] = [];
  for (const [name, run] of Object.entries<MicroRun>(contenders)) {
    prepared.push({ name, run, n: await calibrate(name, run, options.batchMs, instruments), medians: [] });
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const { run, n, medians } of shuffled(prepared, instruments.random)) {
      await instruments.settle(); // nobody pays for the garbage of the one before
      const batches: number[] = [];
      for (let i = 0; i < options.batches; i += 1) batches.push((await time(run, n, instruments)) / n);
      medians.push(median(batches));
    }
    instruments.progress(round, rounds);
  }
  const figures = prepared.map(({ name, medians }): [string, MicroFigures] => [
    name,
    { nsPerOp: median(medians), iqrNs: interquartileRange(medians), rounds: medians },
  ]);
  // The names are those of `contenders`: Object.entries gives them as plain strings.
  return Object.fromEntries(figures) as Record<Name, MicroFigures>;
}

/** Number of operations that fill a batch. Doing them warms the code up as well. */
async function calibrate(
  name: string,
  run: MicroRun,
  batchMs: number,
  instruments: Instruments,
): Promise<number> {
  for (let n = 1; n <= MOST_OPERATIONS; n *= 2) {
    if ((await time(run, n, instruments)) >= batchMs * 1e6) return n;
  }
  throw new Error(
    `${name} does ${MOST_OPERATIONS} operations in less than ${batchMs} ms: it does not do its work.`,
  );
}

/** Nanoseconds that `run(n)` takes; a synchronous run is not charged for an await. */
async function time(run: MicroRun, n: number, { now, keep }: Instruments): Promise<number> {
  const start = now();
  const result = run(n);
  if (result instanceof Promise) keep(await result);
  const elapsed = now() - start;
  keep(result);
  return elapsed;
}
