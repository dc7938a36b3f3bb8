import { randomUUID } from 'node:crypto';
import { atMost, defineSuite, exactly, noGoal, row, spawnUpstream, type Row } from '../harness/index.js';
import { startRedis } from './support/redis-server.js';
import { stampedeContenders, type StampedeContender } from './support/stampede-contenders.js';
import type { StampedeOptions, StampedeReport } from './support/stampede-fleet.types.js';

const CALLERS = 1_000;
const FACTORY_MS = 200;
const FLEETS = [1, 4];
// The keys of the object are exactly these names.
const NAMES = Object.keys(stampedeContenders) as StampedeContender[];

interface Figures {
  readonly computed: number;
  readonly slowestMs: number;
  readonly wrong: number;
}

async function stampede(options: Omit<StampedeOptions, 'key'>): Promise<Figures> {
  const module = new URL('./support/stampede-fleet.upstream.js', import.meta.url);
  const key = randomUUID();
  const workers = await Promise.all(
    Array.from({ length: options.processes }, () =>
      spawnUpstream<StampedeReport>(module, { ...options, key }),
    ),
  );
  await Promise.all(workers.map((worker) => worker.stop()));
  const reports = workers.map(({ info }) => info);
  const sum = (figure: (report: StampedeReport) => number): number =>
    reports.reduce((total, report) => total + figure(report), 0);
  return {
    computed: sum(({ computed }) => computed),
    slowestMs: Math.max(...reports.map(({ tookMs }) => tookMs)),
    wrong: sum(({ wrong }) => wrong),
  };
}

function rowsOf(name: StampedeContender, processes: number, figures: Figures): Row[] {
  const what = `${name}, ${processes} x ${CALLERS.toLocaleString('en')} misses`;
  const ours = name === 'ours';
  return [
    row({
      name: `${what}: computations`,
      value: figures.computed,
      unit: 'calls',
      goal: ours ? exactly(1) : noGoal(),
    }),
    row({
      name: `${what}: until the last has its answer, beyond the computation`,
      value: figures.slowestMs - FACTORY_MS,
      unit: 'ms',
      goal: noGoal(),
    }),
    row({
      name: `${what}: wrong answers`,
      value: figures.wrong,
      unit: 'answers',
      goal: ours ? atMost(0) : noGoal(),
    }),
  ];
}

function stampedeSuite() {
  const rows: Row[] = [];
  return defineSuite({
    name: 'stampede',
    purpose:
      'How often is one answer computed that 1,000 callers in each of several processes ask for at once?',
    async setup(scope) {
      const redisUrl = await startRedis(scope);
      for (const processes of FLEETS) {
        for (const name of NAMES) {
          const figures = await stampede({
            name,
            redisUrl,
            processes,
            callers: CALLERS,
            factoryMs: FACTORY_MS,
          });
          rows.push(...rowsOf(name, processes, figures));
        }
      }
    },
    measurements: () => ({}),
    rows: () => rows,
  });
}

export const suite = stampedeSuite();
