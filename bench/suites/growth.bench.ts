import {
  atMost,
  defineSuite,
  noGoal,
  ratioAtMost,
  row,
  spawnUpstream,
  type Row,
  type SuiteScope,
} from '../harness/index.js';
import type { GrowthReport } from './support/growth.upstream.js';
import { startRedis } from './support/redis-server.js';
import { churn, type ChurnFigures } from './support/tag-churn.js';

const FEW = 1_000;
const MANY = 1_000_000;
const TAGS = 10_000_000;
/** Names that the invalidation log of a tenant holds at most, with its own three. */
const MOST_NAMES = 65_536 + 3;

async function growth(entries: number): Promise<GrowthReport> {
  const child = await spawnUpstream<GrowthReport>(new URL('./support/growth.upstream.js', import.meta.url), {
    entries,
  });
  await child.stop();
  if (child.info.entries !== entries) throw new Error(`The cache holds ${child.info.entries} entries.`);
  return child.info;
}

function entryRows(many: GrowthReport, few: GrowthReport): Row[] {
  const peer = (value: number) => ({ name: `among ${FEW.toLocaleString('en')}`, value });
  const name = `a hit among ${MANY.toLocaleString('en')} entries`;
  return [
    row({
      name: `${name}, fastest of 60 batches`,
      value: many.fastestNs,
      unit: 'ns',
      peer: peer(few.fastestNs),
      goal: ratioAtMost(1.5),
    }),
    row({
      name: `${name}, median of 60 batches`,
      value: many.medianNs,
      unit: 'ns',
      peer: peer(few.medianNs),
      goal: noGoal(),
    }),
  ];
}

function churnRows({ before, after }: Readonly<Record<'before' | 'after', ChurnFigures>>): Row[] {
  const name = `after ${TAGS.toLocaleString('en')} invalidated tags`;
  const line = (what: string, unit: string, figure: (of: ChurnFigures) => number, most?: number): Row =>
    row({
      name: `${name}: ${what}`,
      value: figure(after),
      unit,
      peer: { name: 'before', value: figure(before) },
      goal: most === undefined ? noGoal() : ratioAtMost(most),
    });
  return [
    line('a hit in memory', 'ns', ({ memoryHitNs }) => memoryHitNs, 1.5),
    line('a hit in Redis', 'us', ({ redisHitUs }) => redisHitUs, 1.5),
    line('keys in Redis', 'keys', ({ redisKeys }) => redisKeys, 1),
    row({
      name: `${name}: names in the largest set of Redis`,
      value: after.largestSet,
      unit: 'names',
      goal: atMost(MOST_NAMES),
    }),
    line('memory of Redis', 'MB', ({ redisBytes }) => redisBytes / 2 ** 20),
    line('reachable memory of the process', 'MB', ({ reachableMb }) => reachableMb),
  ];
}

function growthSuite() {
  const rows: Row[] = [];
  return defineSuite({
    name: 'growth',
    purpose: 'What does a hit cost among a million entries, and after ten million invalidated tags?',
    async setup(scope: SuiteScope) {
      rows.push(...entryRows(await growth(MANY), await growth(FEW)));
      rows.push(...churnRows(await churn(scope, await startRedis(scope), TAGS)));
    },
    measurements: () => ({}),
    rows: () => rows,
  });
}

export const suite = growthSuite();
