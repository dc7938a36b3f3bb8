import { AiCacheModule, AiCacheService } from '@hydrogenai/ai-cache';
import { NestFactory } from '@nestjs/core';
import {
  defineSuite,
  micro,
  noGoal,
  ratioAtMost,
  row,
  type Goal,
  type MicroRun,
  type Row,
  type SuiteScope,
} from '../harness/index.js';
import { ourOrder, plainLru, replay } from './support/eviction-replay.js';
import { bytesOfAll, evictionTraces, type Trace } from './support/eviction-traces.js';

const SHARES = [0.01, 0.05, 0.2];
const POPULAR = 1_000;
const MANY = 1_000_000;
/** Room for a million small answers: about 600 bytes each. */
const ROOMY_BYTES = 2 * 1024 ** 3;

/** Compares percentages by their difference: a ratio says little of them. */
function pointsOverPeer(points: number): Goal {
  return {
    text: () => `>= peer ${points < 0 ? '-' : '+'} ${Math.abs(points)} points`,
    met: ({ value, ratio }) => ratio !== undefined && value - value / ratio >= points,
  };
}

function traceRows(trace: Trace, share: number): Row[] {
  const maxBytes = Math.floor(bytesOfAll() * share);
  const lru = replay(trace, plainLru(maxBytes));
  const ours = replay(trace, ourOrder(maxBytes, false));
  const weighted = replay(trace, ourOrder(maxBytes, true));
  const goal = pointsOverPeer(trace.scanned ? 5 : -1);
  const name = `${trace.name}, ${100 * share} %`;
  const figures: [string, number, number, Goal][] = [
    ['hits', ours.hits, lru.hits, goal],
    ['time saved, answers weighted by it', weighted.saved, lru.saved, goal],
    ['hits, answers weighted by time', weighted.hits, lru.hits, noGoal()],
  ];
  return figures.map(([what, value, peer, wanted]) =>
    row({
      name: `${name}: ${what}`,
      value,
      unit: '%',
      peer: { name: 'lru-cache', value: peer },
      goal: wanted,
    }),
  );
}

async function startCache({ onCleanup }: SuiteScope, entries: number): Promise<AiCacheService> {
  const module = AiCacheModule.forRoot({ l1: { maxBytes: ROOMY_BYTES }, ttl: '1h' });
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  onCleanup(() => app.close());
  const cache = app.get(AiCacheService);
  for (let n = 0; n < entries; n++) await cache.set({ namespace: 'bench', key: `question:${n}` }, n);
  return cache;
}

const recompute = (): never => {
  throw new Error('Every lookup of this bench is a hit.');
};

/** Awaited hits on the keys from `first` on. */
function hits(cache: AiCacheService, first: number): MicroRun {
  const keys = Array.from({ length: POPULAR }, (_, n) => `question:${first + n}`);
  let next = 0;
  return async (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const key = keys[next++ % POPULAR] ?? '';
      sum += await cache.getOrCompute<number>({ namespace: 'bench', key }, recompute);
    }
    return sum;
  };
}

export const suite = defineSuite({
  name: 'eviction',
  purpose:
    'What stays in memory beside a plain LRU of the same bytes, and what does a hit cost among a million?',
  setup: async (scope) => ({
    few: await startCache(scope, POPULAR),
    many: await startCache(scope, MANY),
  }),
  measurements: ({ few, many }) => ({
    // Long and many: the harness collects garbage before them, and sweeping a million entries takes some of them.
    growth: micro({ few: hits(few, 0), many: hits(many, MANY / 2) }, { batchMs: 100, batches: 21 }),
  }),
  rows: ({ growth }) => [
    ...evictionTraces().flatMap((trace) => SHARES.flatMap((share) => traceRows(trace, share))),
    row({
      name: 'a hit among 1,000,000 entries',
      value: growth.many.nsPerOp,
      unit: 'ns',
      peer: { name: 'among 1,000', value: growth.few.nsPerOp },
      goal: ratioAtMost(1.5),
    }),
  ],
});
