import { AiCacheModule, AiCacheService } from '@hydrogenai/ai-cache';
import { NestFactory } from '@nestjs/core';
import { Redis } from 'ioredis';
import type { SuiteScope } from '../../harness/index.js';
import { createAnswer } from './answer.js';

const KEYS = Array.from({ length: 1_000 }, (_, n) => `question:${n}`);
const TAGS_AT_ONCE = 64;
const CONCURRENCY = 16;
const HITS = 20_000;
const BATCHES = 15;

/** How things are at one moment. */
export interface ChurnFigures {
  /** Of an awaited hit in memory, fastest batch. */
  readonly memoryHitNs: number;
  /** Of a hit in Redis, one after the other, fastest batch. */
  readonly redisHitUs: number;
  readonly redisBytes: number;
  readonly redisKeys: number;
  /** Names in the largest set that Redis holds. */
  readonly largestSet: number;
  /** What the process can still reach, in MB. */
  readonly reachableMb: number;
}

/** Figures with a thousand answers stored, before and after so many tags were invalidated, each a new one. */
export async function churn(
  { onCleanup }: SuiteScope,
  url: string,
  tags: number,
): Promise<{ readonly before: ChurnFigures; readonly after: ChurnFigures }> {
  const redis = new Redis(url);
  onCleanup(() => redis.disconnect());
  const [hot, cold] = [await open({ onCleanup }, url), await open({ onCleanup }, url, 64 * 1024)];
  const before = await figures(redis, hot, cold);
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < tags) {
      const first = next;
      next += TAGS_AT_ONCE;
      await hot.invalidate({ tags: Array.from({ length: TAGS_AT_ONCE }, (_, n) => `tag:${first + n}`) });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, caller));
  return { before, after: await figures(redis, hot, cold) };
}

async function open({ onCleanup }: SuiteScope, url: string, maxBytes?: number): Promise<AiCacheService> {
  // What is late would count as a miss, and these figures are about hits.
  const module = AiCacheModule.forRoot({ l1: { maxBytes }, l2: { url }, l2DeadlineMs: 5_000 });
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  onCleanup(() => app.close());
  return app.get(AiCacheService);
}

async function figures(redis: Redis, hot: AiCacheService, cold: AiCacheService): Promise<ChurnFigures> {
  // So many tags take the answers with them that are older than all that the log remembers.
  for (const [n, key] of KEYS.entries())
    await hot.set({ namespace: 'bench', key, tags: ['kept'] }, createAnswer(n));
  const memoryHitNs = (await fastest(hot, HITS)) * 1e6;
  const redisHitUs = (await fastest(cold, KEYS.length)) * 1e3;
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return {
    memoryHitNs,
    redisHitUs,
    redisBytes: Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]),
    redisKeys: await redis.dbsize(),
    largestSet: await largestSet(redis),
    reachableMb: (heapUsed + external) / 2 ** 20,
  };
}

/** Milliseconds of one hit. */
async function fastest(cache: AiCacheService, hits: number): Promise<number> {
  const recompute = (): never => {
    throw new Error('Every lookup of this bench is a hit.');
  };
  let best = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < BATCHES; batch++) {
    const startedMs = performance.now();
    for (let hit = 0; hit < hits; hit++) {
      await cache.getOrCompute({ namespace: 'bench', key: KEYS[hit % KEYS.length] ?? '' }, recompute);
    }
    best = Math.min(best, (performance.now() - startedMs) / hits);
  }
  return best;
}

async function largestSet(redis: Redis): Promise<number> {
  const sizes = [0];
  for await (const found of redis.scanStream({ type: 'zset', count: 1_000 })) {
    // What SCAN replies with.
    for (const key of found as string[]) sizes.push(await redis.zcard(key));
  }
  return Math.max(...sizes);
}
