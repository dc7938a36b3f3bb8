import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { stampedeContenders } from './stampede-contenders.js';
import type { StampedeOptions, StampedeReport } from './stampede-fleet.types.js';

/** One process of a stampede: waits for the others, asks with all its callers at once, and reports. */
export async function start(options: StampedeOptions): Promise<StampedeReport> {
  const { name, redisUrl, callers, factoryMs, key } = options;
  const { ask, close } = await stampedeContenders[name](redisUrl);
  let computed = 0;
  const factory = async (): Promise<string> => {
    computed += 1;
    await sleep(factoryMs);
    return 'answer';
  };
  await ask(`${key}:warm-up:${process.pid}`, async () => 'answer');
  await untilAllAreHere(options);
  const startedMs = performance.now();
  const answers = await Promise.all(Array.from({ length: callers }, () => ask(key, factory)));
  const tookMs = performance.now() - startedMs;
  await close();
  return { computed, tookMs, wrong: answers.filter((answer) => answer !== 'answer').length };
}

async function untilAllAreHere({ redisUrl, key, processes }: StampedeOptions): Promise<void> {
  const client = new Redis(redisUrl);
  await client.incr(`${key}:gate`);
  while (Number(await client.get(`${key}:gate`)) < processes) await sleep(2);
  client.disconnect();
}
