// The measuring process: node --expose-gc measure.js <suite module> <rounds>. It hands its report to the parent over the
// IPC channel, because the suite and what it loads may print.
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { machineInstruments } from './instruments.js';
import { runLoad } from './load.runner.js';
import type { Measurement, ResultOf } from './measurement.js';
import { runMicro } from './micro.runner.js';
import { formatReport, type Report } from './report.js';
import type { Suite } from './suite.js';

const [module = '', rounds = ''] = process.argv.slice(2);

// Without a parent there is nobody to report to.
process.once('disconnect', () => process.exit(1));

const { suite }: { suite: Suite } = await import(pathToFileURL(module).href);
const { report, lines } = await takeReport(suite, Number(rounds));
const text = formatReport(report, suite.purpose, Number(rounds), lines);
process.send?.({ report, text }, () => process.exit(0));

interface TakenReport {
  readonly report: Report;
  /** Of the suite's details, for people. */
  readonly lines: readonly string[];
}

async function takeReport(measured: Suite, roundCount: number): Promise<TakenReport> {
  const date = new Date().toISOString();
  const { rows, details } = await measured.run(async (name, measurement) => {
    const instruments = machineInstruments((round, all) => {
      process.stderr.write(`${measured.name} ${name}: round ${round} of ${all}\n`);
    });
    // Each runner gives what its kind of measurement promises; the compiler does not narrow a type parameter.
    return (await take(measurement, roundCount, instruments)) as ResultOf<typeof measurement>;
  });
  const machine = { node: process.versions.node, cpus: availableParallelism() };
  return {
    report: { suite: measured.name, date, ...machine, rows, ...(details ? { details: details.data } : {}) },
    lines: details?.lines ?? [],
  };
}

function take(
  measurement: Measurement,
  count: number,
  instruments: ReturnType<typeof machineInstruments>,
): Promise<object> {
  switch (measurement.kind) {
    case 'micro':
      return runMicro(measurement, count, instruments);
    case 'load':
      return runLoad(measurement, count, instruments);
    default: {
      const unknown: never = measurement;
      throw new TypeError(`Unknown kind of measurement: ${String(unknown)}`);
    }
  }
}
