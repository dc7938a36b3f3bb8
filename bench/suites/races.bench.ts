import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { defineSuite, exactly, noGoal, row, type Row, type SuiteScope } from '../harness/index.js';
import { bento, cacheable, manager, ours, type RacingCache } from './support/cache-contenders.js';
import { startRedis } from './support/redis-server.js';

const RACES = 100;
/** Longer than a lease of ours, and than it takes every client here to subscribe again. */
const AFTERWARDS_MS = 2_000;

/** Answers that are still old when they were dropped while they were being computed, of 100. */
async function staleAfterDropWhileLoading(cache: RacingCache): Promise<number> {
  let stale = 0;
  for (let n = 0; n < RACES; n++) {
    const key = `loading:${n}`;
    let source = 1;
    const gate = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const loading = cache.load(key, async () => {
      const read = source;
      started.resolve();
      await gate.promise;
      return read;
    });
    await started.promise;
    source = 2;
    const dropping = cache.drop(key);
    await sleep(1);
    gate.resolve();
    await Promise.all([loading, dropping]);
    await sleep(1);
    if ((await cache.load(key, () => Promise.resolve(source))) !== source) stale += 1;
  }
  return stale;
}

/**
 * Answers that one process still has old, of 100, when another dropped them while the first had lost its subscription;
 * without Redis to kill it, while it had not.
 */
async function staleAfterMissedMessages(
  redis: Redis | undefined,
  [first, second]: readonly [RacingCache, RacingCache],
): Promise<number> {
  const keys = Array.from({ length: RACES }, (_, n) => `${redis ? 'missed' : 'heard'}:${n}`);
  for (const cache of [first, second]) {
    for (const key of keys) await cache.load(key, () => Promise.resolve(1));
  }
  await redis?.client('KILL', 'TYPE', 'pubsub');
  await Promise.all(keys.map((key) => first.drop(key)));
  await sleep(AFTERWARDS_MS);
  const values = await Promise.all(keys.map((key) => second.load(key, () => Promise.resolve(2))));
  return values.filter((value) => value !== 2).length;
}

async function pairOf(make: () => RacingCache | Promise<RacingCache>): Promise<[RacingCache, RacingCache]> {
  return [await make(), await make()];
}

function racesSuite() {
  const loading: Record<string, number> = {};
  const heard: Record<string, number> = {};
  const missed: Record<string, number> = {};
  return defineSuite({
    name: 'races',
    purpose:
      'Is an answer served that was dropped while it was computed, or whose dropping one process did not hear of?',
    async setup(scope: SuiteScope) {
      const url = await startRedis(scope);
      loading['getOrCompute, in memory'] = await staleAfterDropWhileLoading(await ours(scope));
      loading['getOrCompute, on Redis'] = await staleAfterDropWhileLoading(await ours(scope, url));
      loading['cache-manager 7 wrap'] = await staleAfterDropWhileLoading(manager());
      loading['BentoCache getOrSet'] = await staleAfterDropWhileLoading(bento(scope));
      loading['cacheable getOrSet'] = await staleAfterDropWhileLoading(cacheable(scope));

      const redis = new Redis(url);
      scope.onCleanup(() => redis.disconnect());
      const port = Number(new URL(url).port);
      const [ourPair, bentoPair] = [
        await pairOf(() => ours(scope, url)),
        await pairOf(() => bento(scope, port)),
      ];
      await sleep(AFTERWARDS_MS); // until all have subscribed
      heard['BentoCache getOrSet, with its bus'] = await staleAfterMissedMessages(undefined, bentoPair);
      missed['getOrCompute, on Redis'] = await staleAfterMissedMessages(redis, ourPair);
      missed['BentoCache getOrSet, with its bus'] = await staleAfterMissedMessages(redis, bentoPair);
    },
    measurements: () => ({}),
    rows: () => [
      ...rowsOf('dropped while computed', loading),
      ...rowsOf('message heard', heard),
      ...rowsOf('message missed', missed),
    ],
  });
}

function rowsOf(race: string, figures: Readonly<Record<string, number>>): Row[] {
  return Object.entries(figures).map(([name, value]) =>
    row({
      name: `${race}, ${name}: stale of ${RACES}`,
      value,
      unit: 'answers',
      goal: name.startsWith('getOrCompute') ? exactly(0) : noGoal(),
    }),
  );
}

export const suite = racesSuite();
