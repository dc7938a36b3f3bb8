import { Redis } from 'ioredis';
import { defineSuite, load, noGoal, ratioAtLeast, row, type LoadRequest } from '../harness/index.js';
import { createAnswer, type Answer } from './support/answer.js';
import { startRedis } from './support/redis-server.js';
import {
  secondTierContenders,
  type SecondTierCache,
  type SecondTierContender,
} from './support/second-tier-contenders.js';

/** So many that none is in the memory of ours when its turn comes again. */
const KEYS = Array.from({ length: 5_000 }, (_, n) => `question:${n}`);
const CONCURRENCY = 64;
const TURN_MS = 1_000;
/** Ours would take what is late for a miss, and the bench is about hits. */
const PATIENCE_MS = 5_000;
// The keys of the object are exactly these names.
const NAMES = Object.keys(secondTierContenders) as SecondTierContender[];

const keyAt = (turn: number): string => KEYS[turn % KEYS.length] ?? '';

async function recompute(): Promise<never> {
  throw new Error('Every lookup of this bench is a hit.');
}

const hits =
  ({ ask }: SecondTierCache): LoadRequest =>
  async (turn) => {
    const answer = await ask<Answer>(keyAt(turn), recompute);
    if (answer?.parts.length !== 20) throw new Error('A lookup of this bench was not a hit.');
  };

/** What everybody could write: read, parse. */
const parsed =
  (client: Redis): LoadRequest =>
  async (turn) => {
    const text = await client.get(keyAt(turn));
    // What was stored below.
    const answer = JSON.parse(text ?? '{}') as Answer;
    if (answer.parts.length !== 20) throw new Error('A lookup of this bench was not a hit.');
  };

export const suite = defineSuite({
  name: 'l2',
  purpose: 'How many hits a second come out of Redis: 64 callers, answers of 2 KB, none of them in memory?',

  async setup(scope) {
    const client = new Redis(await startRedis(scope));
    scope.onCleanup(() => client.disconnect());
    const caches = new Map<SecondTierContender, SecondTierCache>();
    // Each has a server of its own, so that their keys do not meet.
    for (const name of NAMES)
      caches.set(name, await secondTierContenders[name](scope, await startRedis(scope), PATIENCE_MS));
    for (const [n, key] of KEYS.entries()) {
      const answer = createAnswer(n);
      await client.set(key, JSON.stringify(answer));
      for (const { ask } of caches.values()) await ask(key, () => Promise.resolve(answer));
    }
    return { client, caches };
  },

  measurements: ({ client, caches }) => ({
    hits: load({ concurrency: CONCURRENCY, turnMs: TURN_MS }, {
      'ioredis get + JSON.parse': parsed(client),
      ...Object.fromEntries([...caches].map(([name, cache]) => [name, hits(cache)])),
    } as Record<SecondTierContender | 'ioredis get + JSON.parse', LoadRequest>),
  }),

  rows: ({ hits: figures }) => {
    const { ours } = figures;
    const raw = figures['ioredis get + JSON.parse'];
    const value = ours.requestsPerSecond;
    return [
      row({
        name: 'hits in Redis beside ioredis get + JSON.parse',
        value,
        unit: '1/s',
        peer: { name: 'ioredis get + JSON.parse', value: raw.requestsPerSecond },
        goal: ratioAtLeast(0.95),
      }),
      ...NAMES.filter((name) => name !== 'ours').map((name) =>
        row({
          name: `hits in Redis beside ${name}`,
          value,
          unit: '1/s',
          peer: { name, value: figures[name].requestsPerSecond },
          goal: noGoal(),
        }),
      ),
      row({ name: 'hits in Redis, median', value: ours.p50Ms, unit: 'ms', goal: noGoal() }),
      row({ name: 'hits in Redis, p99', value: ours.p99Ms, unit: 'ms', goal: noGoal() }),
    ];
  },
});
