import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, defineSuite, noGoal, row, type Row, type SuiteScope } from '../harness/index.js';
import { startRedisProcess } from './support/redis-server.js';
import {
  secondTierContenders,
  type SecondTierCache,
  type SecondTierContender,
} from './support/second-tier-contenders.js';

const CALLERS = 20;
const FACTORY_MS = 5;
/** Time before the trouble, in which all is well, and after it began. */
const BEFORE_MS = 500;
const TROUBLE_MS = 5_000;
/** A call that has no answer by then counts as this long; the stalls of some peers have no end. */
const PATIENCE_MS = 30_000;
// The keys of the object are exactly these names.
const NAMES = Object.keys(secondTierContenders) as SecondTierContender[];

const TROUBLES = ['SIGSTOP', 'SIGKILL'] as const;
type Trouble = (typeof TROUBLES)[number];
const WORDS: Readonly<Record<Trouble, string>> = { SIGSTOP: 'hung', SIGKILL: 'killed' };

interface Figures {
  /** Beyond the factory's time, in ms. */
  readonly slowestMs: number;
  /** Calls that threw, or had not been answered when our patience was over. */
  readonly unanswered: number;
  readonly calls: number;
}

/** Callers that ask for something new each time, one after the other, until the time is over. */
async function ask({ ask: cached }: SecondTierCache, forMs: number, prefix: string): Promise<Figures> {
  let slowestMs = 0;
  let unanswered = 0;
  let calls = 0;
  const end = performance.now() + forMs;
  const factory = async (): Promise<string> => {
    await sleep(FACTORY_MS);
    return 'answer';
  };
  const caller = async (n: number): Promise<void> => {
    while (performance.now() < end) {
      const began = performance.now();
      const patience = new AbortController();
      const answer = await Promise.race([
        cached(`${prefix}:${n}:${calls++}`, factory).catch(() => undefined),
        sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
      patience.abort();
      slowestMs = Math.max(slowestMs, performance.now() - began - FACTORY_MS);
      if (answer !== 'answer') unanswered += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, n) => caller(n)));
  return { slowestMs, unanswered, calls };
}

async function inTrouble(scope: SuiteScope, name: SecondTierContender, trouble: Trouble): Promise<Figures> {
  const { url, child } = await startRedisProcess(scope);
  const cache = await secondTierContenders[name](scope, url);
  await ask(cache, BEFORE_MS, 'before');
  child.kill(trouble);
  return ask(cache, TROUBLE_MS, 'after');
}

function rowsOf(name: SecondTierContender, trouble: Trouble, figures: Figures): Row[] {
  const what = `${name}, Redis ${WORDS[trouble]}`;
  const ours = name === 'ours';
  return [
    row({
      name: `${what}: slowest call beyond the factory's time`,
      value: figures.slowestMs,
      unit: 'ms',
      goal: ours ? atMost(50) : noGoal(),
    }),
    row({
      name: `${what}: calls without the answer, of ${figures.calls}`,
      value: figures.unanswered,
      unit: 'calls',
      goal: ours ? atMost(0) : noGoal(),
    }),
  ];
}

function redisDownSuite() {
  const rows: Row[] = [];
  return defineSuite({
    name: 'redis-down',
    purpose:
      'What does a call cost when Redis hangs or dies under 20 callers, beside one that needs no Redis?',
    async setup(scope) {
      for (const trouble of TROUBLES) {
        for (const name of NAMES) rows.push(...rowsOf(name, trouble, await inTrouble(scope, name, trouble)));
      }
    },
    measurements: () => ({}),
    rows: () => rows,
  });
}

export const suite = redisDownSuite();
